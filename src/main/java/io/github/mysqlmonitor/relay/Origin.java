package io.github.mysqlmonitor.relay;

import io.github.mysqlmonitor.config.Networks;
import io.netty.channel.Channel;
import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * Where a client comes from and which address it reached: what its socket says, or what a trusted PROXY header told.
 *
 * @param source no {@link InetSocketAddress} if it came over a Unix socket
 */
record Origin(SocketAddress source, SocketAddress destination) {
    /** What one customer of a provider has of IPv6; single addresses of it are free to choose. */
    private static final int IPV6_NETWORK_BYTES = 8;

    static Origin ofSocket(Channel channel) {
        return new Origin(channel.remoteAddress(), channel.localAddress());
    }

    /** As the log writes it: {@code HOST:PORT} or {@code unix}. */
    String text() {
        return Addresses.hostAndPort(source);
    }

    /** What tells one client from another: its IPv4 address, its /64 network of IPv6, or {@code unix}. */
    String client() {
        if (!(source instanceof InetSocketAddress inet) || inet.getAddress() == null) {
            return "unix";
        }
        InetAddress address = inet.getAddress();
        return address instanceof Inet6Address ? network(address) : address.getHostAddress();
    }

    private static String network(InetAddress address) {
        byte[] network = Arrays.copyOf(address.getAddress(), address.getAddress().length);
        Arrays.fill(network, IPV6_NETWORK_BYTES, network.length, (byte) 0);
        try {
            return NetUtil.toAddressString(InetAddress.getByAddress(network)) + "/64";
        } catch (UnknownHostException e) {
            throw new IllegalStateException("16 bytes are always an address", e);
        }
    }

    /** Always false for a Unix socket. */
    boolean isIn(Networks networks) {
        return !networks.isEmpty()
                && source instanceof InetSocketAddress inet
                && inet.getAddress() != null
                && networks.contains(inet.getAddress());
    }
}
