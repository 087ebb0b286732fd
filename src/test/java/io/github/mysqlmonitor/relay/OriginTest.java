package io.github.mysqlmonitor.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.config.Networks;
import io.netty.channel.unix.DomainSocketAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.7, 10.0.0.7",
        "127.0.0.1, 127.0.0.1",
        "2001:db8:1:2:3:4:5:6, 2001:db8:1:2::/64",
        "2001:db8:1:2:ffff:ffff:ffff:ffff, 2001:db8:1:2::/64",
        "2001:db8:1:3::1, 2001:db8:1:3::/64",
        "::1, ::/64",
    })
    void aClientIsItsAddressOrItsNetwork(String address, String client) {
        InetSocketAddress socket = new InetSocketAddress(address, 1);
        assertEquals(client, new Origin(socket, socket).client());
    }

    @Test
    void aUnixSocketIsInNoNetwork() {
        Origin unix = new Origin(new DomainSocketAddress(""), new DomainSocketAddress("/s"));
        assertEquals("unix", unix.client());
        assertEquals("unix", unix.text());
        assertFalse(unix.isIn(Networks.parse(List.of("0.0.0.0/0", "::/0"))));
    }

    @Test
    void anAddressIsInItsNetwork() {
        InetSocketAddress socket = new InetSocketAddress("10.0.0.7", 4711);
        Origin origin = new Origin(socket, socket);
        assertTrue(origin.isIn(Networks.parse(List.of("10.0.0.0/24"))));
        assertFalse(origin.isIn(Networks.NONE));
        assertEquals("10.0.0.7:4711", origin.text());
    }
}
