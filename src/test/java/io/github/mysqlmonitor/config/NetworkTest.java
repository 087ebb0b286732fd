package io.github.mysqlmonitor.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.255.255",
        "10.1.2.3, 10.1.2.3",
        "10.1.2.128/25, 10.1.2.129",
        "0.0.0.0/0, 203.0.113.9",
        "::ffff:10.0.0.0/104, 10.9.9.9",
        "2001:db8::/32, 2001:db8:ffff::1",
        "2001:db8::/33, 2001:db8:7fff::1",
        "::1, ::1",
        "::/0, fe80::1",
    })
    void holdsItsAddresses(String network, String address) throws UnknownHostException {
        assertTrue(Network.parse(network).contains(InetAddress.getByName(address)));
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 11.0.0.0",
        "10.1.2.3, 10.1.2.2",
        "10.1.2.128/25, 10.1.2.127",
        "0.0.0.0/0, ::1",
        "::/0, 127.0.0.1",
        "2001:db8::/33, 2001:db8:8000::1",
    })
    void holdsNoOthers(String network, String address) throws UnknownHostException {
        assertFalse(Network.parse(network).contains(InetAddress.getByName(address)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "db.example.com", "localhost/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x",
                        "10.0.0.1/8",
                "10.0.0", "10.0.0.256", "2001:db8::/129", "2001:db8::1/32", ":::", "fe80::1%eth0", "/8", "010.0.0.1"
            })
    void refusesWhatIsNoNetwork(String text) {
        ConfigException e = assertThrows(ConfigException.class, () -> Network.parse(text));
        assertTrue(e.getMessage().contains("is no network"), e::getMessage);
    }

    @Test
    void networksHoldWhatOneOfThemHolds() throws UnknownHostException {
        Networks networks = Networks.parse(List.of("10.0.0.0/8", "2001:db8::1"));
        assertTrue(networks.contains(InetAddress.getByName("2001:db8::1")));
        assertTrue(networks.contains(InetAddress.getByName("10.0.0.1")));
        assertFalse(networks.contains(InetAddress.getByName("192.0.2.1")));
        assertFalse(Networks.NONE.contains(InetAddress.getByName("10.0.0.1")));
        assertEquals("10.0.0.0/8", networks.ranges().get(0).toString());
    }
}
