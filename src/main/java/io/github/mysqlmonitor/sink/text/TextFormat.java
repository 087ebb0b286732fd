package io.github.mysqlmonitor.sink.text;

import io.github.mysqlmonitor.event.EventVisitor;
import io.github.mysqlmonitor.event.LegSecurity;
import io.github.mysqlmonitor.event.MonitorEvent;
import io.github.mysqlmonitor.event.SessionId;
import java.io.IOException;
import java.time.ZoneId;

/** Turns events into lines, each with its line feed. For one thread. */
final class TextFormat implements EventVisitor {
    private static final String RED = "\u001b[31m";
    private static final String YELLOW = "\u001b[33m";
    private static final String DIM = "\u001b[2m";
    private static final String RESET = "\u001b[0m";
    private static final int TYPE_WIDTH = 11;
    /** From {@code seq=} to the end of the length. */
    private static final int NUMBERS_WIDTH = 11;

    private final TextOptions options;
    private final TimeOfDay timeOfDay;
    private int sessionWidth = 8;
    private StringBuilder out = new StringBuilder(0);

    TextFormat(TextOptions options, ZoneId zone) {
        this.options = options;
        this.timeOfDay = new TimeOfDay(zone);
    }

    /** Appends the event's lines; nothing for an event that the log does not show. */
    void append(StringBuilder target, MonitorEvent event) throws IOException {
        out = target;
        event.visit(this);
    }

    @Override
    public void packetSeen(MonitorEvent.PacketSeen packet) {
        packet(out, packet);
    }

    @Override
    public void sessionOpened(MonitorEvent.SessionOpened opened) {
        opened(out, opened);
    }

    @Override
    public void legsSecured(MonitorEvent.LegsSecured secured) {
        secured(out, secured);
    }

    @Override
    public void sessionClosed(MonitorEvent.SessionClosed closed) {
        closed(out, closed);
    }

    @Override
    public void notice(MonitorEvent.Notice notice) {
        text(out, notice, "note  ", notice.text());
    }

    @Override
    public void observationStopped(MonitorEvent.ObservationStopped stopped) {
        text(out, stopped, "note  ", "not decoded any more: " + stopped.reason());
    }

    @Override
    public void eventsDropped(MonitorEvent.EventsDropped dropped) {
        String events = dropped.count() == 1 ? " event: " : " events: ";
        text(out, dropped, "lost  ", dropped.count() + events + dropped.reason());
    }

    private void packet(StringBuilder out, MonitorEvent.PacketSeen packet) {
        begin(out, packet, packet.error() ? RED : "");
        out.append(packet.direction().arrow()).append(' ');
        int numbers = out.length();
        out.append("seq=").append(packet.sequence());
        if (packet.lastSequence() != packet.sequence() || packet.count() > 1) {
            out.append("..").append(packet.lastSequence());
        }
        rightAligned(out, packet.length(), numbers + NUMBERS_WIDTH);
        out.append(' ');
        int type = out.length();
        out.append(packet.type());
        if (packet.count() > 1) {
            out.append(" x").append(packet.count());
        }
        int beforeContent = out.length();
        pad(out, type + TYPE_WIDTH);
        out.append(' ');
        int content = out.length();
        describe(out, packet);
        if (out.length() == content) {
            out.setLength(beforeContent);
        }
        SafeText.escape(out, type);
        end(out, packet.error());
        if (options.payload() != PayloadMode.NONE && packet.payload().length > 0) {
            long missing = packet.count() == 1 ? packet.length() - packet.payload().length : 0;
            PayloadText.append(out, options.payload(), packet.payload(), missing);
        }
    }

    private void describe(StringBuilder out, MonitorEvent.PacketSeen packet) {
        int start = out.length();
        try {
            packet.content().describe(out, options.showSecrets());
        } catch (RuntimeException e) {
            // one packet that cannot be shown is no reason to end the log
            out.setLength(start);
            out.append("(cannot be shown: ").append(e).append(')');
        }
    }

    private void opened(StringBuilder out, MonitorEvent.SessionOpened opened) {
        begin(out, opened, "");
        int text = out.length();
        out.append("open  ").append(opened.client());
        out.append(" -> ").append(opened.listener());
        out.append(" -> ").append(opened.upstream());
        if (!opened.upstreamAddress().isEmpty()) {
            out.append(" (").append(opened.upstreamAddress()).append(')');
        }
        SafeText.escape(out, text);
        end(out, false);
    }

    private void secured(StringBuilder out, MonitorEvent.LegsSecured secured) {
        begin(out, secured, DIM);
        int text = out.length();
        leg(
                out.append("legs  client "),
                secured.client(),
                !secured.client().peer().isEmpty());
        leg(out.append(" | server "), secured.server(), true);
        SafeText.escape(out, text);
        end(out, options.colour());
    }

    private static void leg(StringBuilder out, LegSecurity leg, boolean showVerified) {
        if (leg.kind() != LegSecurity.Kind.TLS) {
            out.append(leg.kind());
            return;
        }
        out.append(leg.protocol()).append(' ').append(leg.cipher()).append(' ');
        tenths(out, leg.handshakeNanos() / 100_000).append("ms");
        if (!leg.peer().isEmpty()) {
            out.append(' ').append(leg.peer());
        }
        if (showVerified) {
            out.append(leg.verified() ? " verified" : " UNVERIFIED");
        }
    }

    private void closed(StringBuilder out, MonitorEvent.SessionClosed closed) {
        begin(out, closed, DIM);
        int text = out.length();
        out.append("close ").append(closed.reason());
        for (String detail : closed.details()) {
            out.append("; ").append(detail);
        }
        tenths(out.append(" | "), closed.durationMicros() / 100_000).append("s ");
        counted(out, closed.commands(), " command").append(" | client ");
        totals(out, closed.clientPackets(), closed.clientBytes()).append(" | server ");
        totals(out, closed.serverPackets(), closed.serverBytes());
        SafeText.escape(out, text);
        end(out, options.colour());
    }

    private static StringBuilder totals(StringBuilder out, long packets, long bytes) {
        return counted(counted(out, packets, " packet").append(' '), bytes, " byte");
    }

    private static StringBuilder counted(StringBuilder out, long count, String what) {
        return out.append(count).append(what).append(count == 1 ? "" : "s");
    }

    private static StringBuilder tenths(StringBuilder out, long tenths) {
        return out.append(tenths / 10).append('.').append(tenths % 10);
    }

    private void text(StringBuilder out, MonitorEvent event, String label, String text) {
        begin(out, event, YELLOW);
        int start = out.length();
        out.append(label).append(text);
        SafeText.escape(out, start);
        end(out, options.colour());
    }

    private void begin(StringBuilder out, MonitorEvent event, String colour) {
        if (options.colour()) {
            out.append(colour);
        }
        timeOfDay.append(out, event.epochMicros());
        out.append(' ');
        int start = out.length();
        session(out, event.session());
        sessionWidth = Math.max(sessionWidth, out.length() - start);
        pad(out, start + sessionWidth);
        out.append(' ');
    }

    private static void session(StringBuilder out, SessionId session) {
        if (session.number() < 1) {
            out.append('-');
            return;
        }
        out.append('#').append(session.number());
        if (session.connectionId() >= 0) {
            out.append('/').append(session.connectionId());
        }
    }

    private void end(StringBuilder out, boolean coloured) {
        if (coloured && options.colour()) {
            out.append(RESET);
        }
        out.append('\n');
    }

    private static void rightAligned(StringBuilder out, long number, int end) {
        int digits = 1;
        for (long rest = number / 10; rest > 0; rest /= 10) {
            digits++;
        }
        out.append(' ');
        pad(out, end - digits);
        out.append(number);
    }

    private static void pad(StringBuilder out, int end) {
        while (out.length() < end) {
            out.append(' ');
        }
    }
}
