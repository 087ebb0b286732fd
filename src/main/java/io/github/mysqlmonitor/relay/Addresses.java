package io.github.mysqlmonitor.relay;

import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** Socket addresses as the log writes them. */
final class Addresses {
    private Addresses() {}

    /** {@code HOST:PORT}, or {@code unix} for a Unix socket. */
    static String hostAndPort(SocketAddress address) {
        return address instanceof InetSocketAddress inet ? NetUtil.toSocketAddressString(inet) : "unix";
    }

    /** The address without its port; empty for a Unix socket. */
    static String host(SocketAddress address) {
        return address instanceof InetSocketAddress inet && inet.getAddress() != null
                ? inet.getAddress().getHostAddress()
                : "";
    }
}
