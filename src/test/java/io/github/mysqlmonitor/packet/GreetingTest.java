package io.github.mysqlmonitor.packet;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.wire.Capability;
import io.github.mysqlmonitor.wire.ProtocolException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class GreetingTest {
    static final byte[] MYSQL = Bytes.of(
            "0a", // protocol version
            "'9.7.4'",
            "00", // server version
            "2a010000", // connection id 298
            "'abcdefgh'", // nonce, first part
            "00", // filler
            "ffff", // low capabilities
            "ff", // charset
            "0200", // status: autocommit
            "ffdf", // high capabilities
            "15", // nonce length 21
            "00000000000000000000", // reserved
            "'ijklmnopqrst'",
            "00", // nonce, second part
            "'caching_sha2_password'",
            "00"); // plugin

    static final byte[] MARIADB = Bytes.of(
            "0a", // protocol version
            "'5.5.5-10.11.6-MariaDB'",
            "00", // server version
            "07000000", // connection id
            "'abcdefgh'", // nonce, first part
            "00", // filler
            "fef7", // low capabilities, CLIENT_MYSQL and SSL clear
            "2d", // charset
            "0200", // status
            "ff81", // high capabilities
            "15", // nonce length
            "000000000000", // reserved
            "1d000000", // extended capabilities
            "'ijklmnopqrst'",
            "00", // nonce, second part
            "'mysql_native_password'"); // plugin, without its NUL

    @Test
    void readsAllFieldsOfMySql() {
        Greeting greeting = Greeting.decode(Bytes.reader(MYSQL));
        assertEquals(10, greeting.protocolVersion());
        assertEquals("9.7.4", greeting.serverVersion());
        assertEquals(298, greeting.connectionId());
        assertEquals(Secret.of("abcdefghijklmnopqrst".getBytes(US_ASCII)), greeting.nonce());
        assertEquals(0xDFFFFFFFL, greeting.capabilities().bits());
        assertEquals(255, greeting.charset());
        assertEquals(2, greeting.status());
        assertEquals("caching_sha2_password", greeting.pluginName());
        assertFalse(greeting.isMariaDb());
    }

    @Test
    void readsMariaDbsExtendedCapabilitiesAndMissingFinalNul() {
        Greeting greeting = Greeting.decode(Bytes.reader(MARIADB));
        assertTrue(greeting.isMariaDb());
        assertEquals(0x1D_81FF_F7FEL, greeting.capabilities().bits());
        assertTrue(greeting.capabilities().has(Capability.CACHE_METADATA));
        assertFalse(greeting.capabilities().has(Capability.SSL));
        assertEquals("mysql_native_password", greeting.pluginName());
    }

    @Test
    void offsetsPointAtTheBytesToEditAndToHide() {
        Greeting greeting = Greeting.decode(Bytes.reader(MYSQL));
        int capabilities = greeting.capabilitiesOffset();
        assertEquals((byte) 0xFF, MYSQL[capabilities]);
        assertEquals(0, MYSQL[capabilities - 1]);
        byte[] first = Arrays.copyOfRange(MYSQL, greeting.nonceOffset(), greeting.nonceOffset() + 8);
        assertArrayEquals("abcdefgh".getBytes(US_ASCII), first);
        int second = greeting.secondNonceOffset();
        assertArrayEquals("ijklmnopqrst".getBytes(US_ASCII), Arrays.copyOfRange(MYSQL, second, second + 12));
    }

    @Test
    void nonceOfLengthByteZeroStillHasThirteenMoreBytes() {
        byte[] bytes = MYSQL.clone();
        bytes["9.7.4".length() + 22] = 0;
        assertEquals(20, Greeting.decode(Bytes.reader(bytes)).nonce().length());
    }

    @Test
    void readsVersionNine() {
        Greeting greeting = Greeting.decode(Bytes.reader("09", "'3.23.49'", "00", "05000000", "'abcdefgh'", "00"));
        assertEquals(9, greeting.protocolVersion());
        assertEquals(5, greeting.connectionId());
        assertEquals(8, greeting.nonce().length());
    }

    @Test
    void anythingElseIsNoGreeting() {
        assertThrows(ProtocolException.class, () -> Greeting.decode(Bytes.reader("ff", "1004", "'Too many'")));
        assertThrows(ProtocolException.class, () -> Greeting.decode(Bytes.reader()));
    }

    @Test
    void printsNoNonce() {
        assertTrue(Greeting.decode(Bytes.reader(MYSQL)).toString().contains("nonce=***(20)"));
    }
}
