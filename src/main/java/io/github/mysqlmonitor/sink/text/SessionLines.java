package io.github.mysqlmonitor.sink.text;

import io.github.mysqlmonitor.event.LegSecurity;
import io.github.mysqlmonitor.event.LoginFinished;
import io.github.mysqlmonitor.event.LoginFinished.AuthPath;
import io.github.mysqlmonitor.event.MonitorEvent;
import io.github.mysqlmonitor.event.SessionFacts;
import java.util.Locale;

/** What happens to sessions: opened, secured, logged in, changed, closed. */
final class SessionLines {
    private final LineStart lines;

    SessionLines(LineStart lines) {
        this.lines = lines;
    }

    void opened(StringBuilder out, MonitorEvent.SessionOpened opened) {
        int text = begin(out, opened, LineStart.DIM, "open  ");
        out.append(opened.client()).append(" -> ").append(opened.listener());
        out.append(" -> ").append(opened.upstream());
        if (!opened.upstreamAddress().isEmpty()) {
            out.append(" (").append(opened.upstreamAddress()).append(')');
        }
        end(out, text);
    }

    void secured(StringBuilder out, MonitorEvent.LegsSecured secured) {
        int text = begin(out, secured, LineStart.DIM, "legs  ");
        leg(out.append("client "), secured.client(), !secured.client().peer().isEmpty());
        leg(out.append(" | server "), secured.server(), true);
        end(out, text);
    }

    private void leg(StringBuilder out, LegSecurity leg, boolean showVerified) {
        if (leg.kind() != LegSecurity.Kind.TLS) {
            out.append(leg.kind());
            // Whoever answers at a network address may be anybody; a Unix socket is where it is.
            out.append(showVerified && leg.kind() == LegSecurity.Kind.PLAIN ? " UNVERIFIED" : "");
            return;
        }
        out.append(leg.protocol()).append(' ').append(leg.cipher()).append(' ');
        HumanDuration.append(out, leg.handshakeNanos());
        if (!leg.peer().isEmpty()) {
            out.append(' ').append(leg.peer());
        }
        if (leg.resumed()) {
            out.append(" resumed,");
        }
        if (showVerified) {
            out.append(leg.verified() ? " verified" : " UNVERIFIED");
        }
        if (leg.resumed() && leg.verified()) {
            lines.time(out.append(" at "), leg.resumedEpochMicros());
        }
    }

    void login(StringBuilder out, LoginFinished login) {
        SessionFacts facts = login.facts();
        int text = begin(out, login, login.succeeded() ? LineStart.DIM : LineStart.RED, "login ");
        if (!login.succeeded()) {
            out.append("FAILED ").append(login.errorNumber());
            out.append(login.sqlState().isEmpty() ? "" : " " + login.sqlState());
            out.append(" for ");
        }
        Who.append(out, facts);
        named(out, " db=", facts.schema());
        named(out, " ", facts.authPlugin());
        if (login.path() != AuthPath.PLAIN) {
            out.append(" (").append(word(login.path())).append(')');
        }
        HumanDuration.append(out.append(' '), login.durationNanos());
        named(out, " ", facts.compression());
        named(out, " ", facts.charset());
        named(out, ": ", login.errorMessage());
        end(out, text);
    }

    private static String word(AuthPath path) {
        return path == AuthPath.FULL_RSA ? "full, RSA" : path.name().toLowerCase(Locale.ROOT);
    }

    void userChanged(StringBuilder out, MonitorEvent.UserChanged changed) {
        int text = begin(out, changed, LineStart.DIM, "user  ");
        Who.append(out.append(changed.from()).append(" -> "), changed.facts());
        named(out, " db=", changed.facts().schema());
        end(out, text);
    }

    void schemaChanged(StringBuilder out, MonitorEvent.SchemaChanged changed) {
        int text = begin(out, changed, LineStart.DIM, "db    ");
        out.append(changed.from().isEmpty() ? "-" : changed.from()).append(" -> ");
        out.append(changed.to().isEmpty() ? "-" : changed.to());
        end(out, text);
    }

    void closed(StringBuilder out, MonitorEvent.SessionClosed closed) {
        int text = begin(out, closed, LineStart.DIM, "close ");
        out.append(closed.reason());
        for (String detail : closed.details()) {
            out.append("; ").append(detail);
        }
        HumanDuration.append(out.append(" | "), closed.durationMicros() * 1000).append(' ');
        counted(out, closed.commands(), " command").append(" | client ");
        totals(out, closed.clientPackets(), closed.clientBytes()).append(" | server ");
        totals(out, closed.serverPackets(), closed.serverBytes());
        end(out, text);
    }

    private static StringBuilder totals(StringBuilder out, long packets, long bytes) {
        return counted(counted(out, packets, " packet").append(' '), bytes, " byte");
    }

    private static StringBuilder counted(StringBuilder out, long count, String what) {
        return out.append(count).append(what).append(count == 1 ? "" : "s");
    }

    void text(StringBuilder out, MonitorEvent event, String label, String text) {
        int start = begin(out, event, LineStart.YELLOW, label);
        end(out.append(text), start);
    }

    private static void named(StringBuilder out, String name, String value) {
        if (!value.isEmpty()) {
            out.append(name).append(value);
        }
    }

    /** Returns where the text begins that must be made harmless. */
    private int begin(StringBuilder out, MonitorEvent event, String colour, String label) {
        lines.begin(out, event, colour);
        out.append(label);
        return out.length();
    }

    private void end(StringBuilder out, int text) {
        SafeText.escape(out, text);
        lines.end(out);
    }
}
