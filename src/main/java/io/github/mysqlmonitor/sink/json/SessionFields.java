package io.github.mysqlmonitor.sink.json;

import io.github.mysqlmonitor.event.CertificateFacts;
import io.github.mysqlmonitor.event.LegSecurity;
import io.github.mysqlmonitor.event.SessionFacts;
import io.github.mysqlmonitor.event.SessionId;

/** What many events tell of their session. */
final class SessionFields {
    static final String CLIENT = "client_leg";
    static final String SERVER = "server_leg";

    private SessionFields() {}

    static void id(Fields to, SessionId session) {
        if (session.number() > 0) {
            to.number("mysql_monitor.connection_id", session.number());
        }
        to.known("mysql_monitor.backend_connection_id", session.connectionId());
    }

    static void facts(Fields to, SessionFacts facts) {
        to.text("db.system.name", facts.system()).text("db.namespace", facts.schema());
        address(to, "client", facts.client());
        address(to, "server", facts.server());
        to.text("mysql_monitor.user", facts.user())
                .text("mysql_monitor.program", facts.program())
                .text("mysql_monitor.server_version", facts.serverVersion())
                .text("mysql_monitor.charset", facts.charset())
                .text("mysql_monitor.auth_plugin", facts.authPlugin())
                .text("mysql_monitor.compression", facts.compression());
        legs(to, facts.clientLeg(), facts.serverLeg());
    }

    /** OpenTelemetry knows one leg: its keys tell of the client's, and ours of the server's. */
    static void legs(Fields to, LegSecurity client, LegSecurity server) {
        to.word("mysql_monitor.client_leg.kind", client.kind())
                .text("tls.protocol.version", version(client))
                .text("tls.cipher", client.cipher())
                .word("mysql_monitor.server_leg.kind", server.kind())
                .text("mysql_monitor.server_leg.tls_version", version(server))
                .text("mysql_monitor.server_leg.cipher", server.cipher());
        if (server.kind() != LegSecurity.Kind.UNIX) {
            to.flag("mysql_monitor.server_leg.verified", server.verified());
        }
    }

    /** What is worth telling once a session. */
    static void handshake(Fields to, String leg, LegSecurity security) {
        if (security.kind() == LegSecurity.Kind.TLS) {
            to.number("mysql_monitor." + leg + ".handshake_ns", security.handshakeNanos())
                    .text("mysql_monitor." + leg + ".peer", security.peer());
            CertificateFacts certificate = security.certificate();
            if (certificate.notAfterEpochMicros() != 0) {
                to.texts("mysql_monitor." + leg + ".peer_names", certificate.names())
                        .time("mysql_monitor." + leg + ".peer_not_after", certificate.notAfterEpochMicros())
                        .text("mysql_monitor." + leg + ".verification", certificate.verification());
            }
            to.text("mysql_monitor." + leg + ".server_name", security.serverName())
                    .text("mysql_monitor." + leg + ".alpn", security.applicationProtocol());
            if (security.resumed()) {
                to.time("mysql_monitor." + leg + ".resumed_from", security.resumedEpochMicros());
            }
        }
        if (leg.equals(CLIENT) && !security.peer().isEmpty()) {
            to.flag("mysql_monitor.client_leg.verified", security.verified());
        }
    }

    private static String version(LegSecurity leg) {
        return leg.protocol().startsWith("TLSv") ? leg.protocol().substring(4) : leg.protocol();
    }

    /** {@code HOST:PORT}, {@code [IPV6]:PORT} or {@code unix:PATH}. */
    static void address(Fields to, String side, String address) {
        int colon = address.lastIndexOf(':');
        String port = address.substring(colon + 1);
        if (colon < 0 || address.startsWith("unix:") || !isPort(port)) {
            to.text(side + ".address", address.startsWith("unix:") ? address.substring(5) : address);
            return;
        }
        String host = address.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        to.text(side + ".address", bracketed ? host.substring(1, host.length() - 1) : host)
                .number(side + ".port", Integer.parseInt(port));
    }

    private static boolean isPort(String text) {
        return !text.isEmpty() && text.length() <= 5 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
