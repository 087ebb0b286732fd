package io.github.mysqlmonitor.relay;

import io.github.mysqlmonitor.event.LegSecurity;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Map;

/** What the server is told of a client by connection attributes; no value is empty. */
final class ClientAttributes {
    private ClientAttributes() {}

    /** Reads them off the session, whose client leg has the security that it keeps. */
    static List<Map.Entry<String, String>> of(Session session) {
        SocketAddress address = session.client().channel().remoteAddress();
        boolean network = address instanceof InetSocketAddress;
        LegSecurity security = session.client().security();
        boolean tls = security.kind() == LegSecurity.Kind.TLS;
        return List.of(
                Map.entry("_client_ip", network ? Addresses.host(address) : "unix"),
                Map.entry("_client_port", network ? Integer.toString(((InetSocketAddress) address).getPort()) : "0"),
                Map.entry("_client_tls", tls ? security.protocol() + " " + security.cipher() : "none"),
                Map.entry("_monitor_session", Long.toString(session.number())));
    }
}
