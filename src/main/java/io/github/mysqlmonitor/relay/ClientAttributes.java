package io.github.mysqlmonitor.relay;

import io.github.mysqlmonitor.event.LegSecurity;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Map;

/** What the server is told of a client by connection attributes; no value is empty. */
final class ClientAttributes {
    private ClientAttributes() {}

    /** Reads them off the session, whose client leg has the security that it keeps. */
    static List<Map.Entry<String, String>> of(Session session) {
        SocketAddress address = session.origin().source();
        LegSecurity security = session.client().security();
        boolean tls = security.kind() == LegSecurity.Kind.TLS;
        return List.of(
                Map.entry("_client_ip", address instanceof InetSocketAddress inet ? ip(inet) : "unix"),
                Map.entry("_client_port", address instanceof InetSocketAddress inet ? "" + inet.getPort() : "0"),
                Map.entry("_client_tls", tls ? security.protocol() + " " + security.cipher() : "none"),
                Map.entry("_monitor_session", Long.toString(session.number())));
    }

    /** As the log writes it; without the zone of a link-local address, which means something on this host only. */
    private static String ip(InetSocketAddress address) {
        return NetUtil.toAddressString(address.getAddress());
    }
}
