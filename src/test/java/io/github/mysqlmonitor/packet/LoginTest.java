package io.github.mysqlmonitor.packet;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.wire.Capabilities;
import io.github.mysqlmonitor.wire.Capability;
import io.github.mysqlmonitor.wire.ProtocolException;
import io.github.mysqlmonitor.wire.WireReader;
import io.github.mysqlmonitor.wire.WireWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LoginTest {
    static final byte[] LOGIN = Bytes.of(
            "09aa3804", // capabilities: bits 0 3 9 11 13 15 19 20 21 26
            "00000001", // max packet 16 MiB
            "2d", // charset
            "0000000000000000000000000000000000000000000000", // filler
            "'alice'",
            "00", // user
            "04",
            "deadbeef", // auth response
            "'shop'",
            "00", // schema
            "'caching_sha2_password'",
            "00", // plugin
            "0d", // attributes, total
            "04",
            "'_pid'",
            "02",
            "'42'", // first attribute
            "01",
            "'k'",
            "02",
            "'vv'", // second attribute
            "07"); // zstd level

    @Test
    void readsAllFields() {
        Login login = Login.decode(Bytes.reader(LOGIN));
        assertEquals(0x0438AA09L, login.capabilities().bits());
        assertEquals(1 << 24, login.maxPacket());
        assertEquals(45, login.charset());
        assertEquals("alice", login.user());
        assertEquals(4, login.authLength());
        assertArrayEquals(
                Bytes.of("deadbeef"),
                Arrays.copyOfRange(LOGIN, login.authOffset(), login.authOffset() + login.authLength()));
        assertEquals("shop", login.schema());
        assertEquals("caching_sha2_password", login.plugin());
        assertEquals(List.of(Map.entry("_pid", "42"), Map.entry("k", "vv")), login.attributes());
        assertEquals(7, login.zstdLevel());
        assertFalse(login.toString().contains("dead"));
    }

    @Test
    void authLengthOfASecureConnectionIsAPlainByteEvenIf251() {
        byte[] head = Bytes.of("00820000", "00000001", "08", "00".repeat(23), "'u'", "00", "fb");
        byte[] bytes = Arrays.copyOf(head, head.length + 251);
        assertEquals(251, Login.decode(Bytes.reader(bytes)).authLength());
        assertThrows(ProtocolException.class, () -> Login.decode(Bytes.reader(Arrays.copyOf(bytes, bytes.length - 1))));
    }

    @Test
    void loginWithoutFinalNul() {
        byte[] bytes = Bytes.of("08020800", "00000001", "08", "00".repeat(23), "'u'", "00", "00", "'d'", "00", "'pl'");
        Login login = Login.decode(Bytes.reader(bytes));
        assertEquals("d", login.schema());
        assertEquals("pl", login.plugin());
        assertEquals(0, login.authLength());
    }

    @Test
    void attributesLongerThanThePacketAreBounded() {
        byte[] head = Bytes.of("00821000", "00000001", "08", "00".repeat(23), "'u'", "00", "00");
        byte[] attributes = Bytes.of("feffffffffffffffff", "01", "'a'", "01", "'b'", "01", "'c'", "fdffffff", "'x'");
        ByteBuf bytes = Unpooled.wrappedBuffer(head, attributes);
        Login login = Login.decode(new WireReader(bytes));
        assertEquals(List.of(Map.entry("a", "b")), login.attributes());
    }

    @Test
    void readsMariaDbsExtendedCapabilities() {
        byte[] bytes = Bytes.of("00820000", "00000001", "2d", "00".repeat(19), "05000000", "'u'", "00", "00");
        assertTrue(Login.decode(Bytes.reader(bytes)).capabilities().has(Capability.STMT_BULK_OPERATIONS));
    }

    @Test
    void readsTheFormBeforeProtocol41() {
        Login login = Login.decode(Bytes.reader("0924", "000001", "'bob'", "00", "'scramble'", "00", "'db'", "00"));
        assertEquals("bob", login.user());
        assertEquals(8, login.authLength());
        assertEquals("db", login.schema());
        assertEquals(65536, login.maxPacket());
        Login plain = Login.decode(Bytes.reader("0124", "000001", "'bob'", "00", "'scramble'"));
        assertEquals(8, plain.authLength());
    }

    @Test
    void anonymousLoginKeepsTheLayoutOfItsCapabilities() {
        long[] words = {0x0438AA09L, 0xFFFFFFFFL, 0x00000200L, 0x8200L, 0x2001L, 0x2009L};
        for (long word : words) {
            Capabilities capabilities = Capabilities.of(word, 0);
            ByteBuf bytes = Unpooled.buffer();
            Login.encodeAnonymous(new WireWriter(bytes), capabilities, 65536, 45, "nobody", "mysql_native_password");
            Login login = Login.decode(new WireReader(bytes));
            assertEquals(word, login.capabilities().bits());
            assertEquals("nobody", login.user());
            assertEquals(0, login.authLength());
            assertEquals("", login.schema());
            assertEquals(capabilities.has(Capability.PLUGIN_AUTH) ? "mysql_native_password" : "", login.plugin());
        }
    }

    @Test
    void sslRequestIsToldByItsFlagAndNotByItsLengthAlone() {
        byte[] request = Arrays.copyOf(LOGIN, 32);
        assertTrue(SslRequest.looksLike(Unpooled.wrappedBuffer(request)));
        assertFalse(SslRequest.looksLike(Unpooled.wrappedBuffer(LOGIN)));
        assertFalse(SslRequest.looksLike(Bytes.buf("0124", "000001", "'bob'", "00", "'scramble'")));
        assertFalse(SslRequest.looksLike(Bytes.buf("0008")));
        SslRequest decoded = SslRequest.decode(Bytes.reader(request));
        assertEquals(0x0438AA09L, decoded.capabilities().bits());
        assertEquals(45, decoded.charset());
        assertTrue(decoded.fillerZero());
        request[20] = 1;
        assertFalse(SslRequest.decode(Bytes.reader(request)).fillerZero());
    }

    @Test
    void readsTheShortSslRequests() {
        SslRequest four = SslRequest.decode(Bytes.reader("09aa3804"));
        assertEquals(0x0438AA09L, four.capabilities().bits());
        SslRequest five = SslRequest.decode(Bytes.reader("0928", "000001"));
        assertEquals(0x2809L, five.capabilities().bits());
        assertEquals(65536, five.maxPacket());
        assertThrows(ProtocolException.class, () -> SslRequest.decode(Bytes.reader("09aa3804", "0000")));
    }

    @Test
    void changeUserTellsWhereItsSecretLies() {
        byte[] bytes =
                Bytes.of("11", "'bob'", "00", "03", "aabbcc", "'db'", "00", "ff00", "'p'", "00", "02", "01", "'k'");
        Capabilities agreed = Capabilities.of(Capability.PROTOCOL_41, Capability.PLUGIN_AUTH, Capability.CONNECT_ATTRS);
        ChangeUser decoded = ChangeUser.decode(Bytes.reader(bytes), agreed);
        assertEquals("bob", decoded.user());
        assertEquals(6, decoded.authOffset());
        assertEquals(3, decoded.authLength());
        assertEquals("db", decoded.schema());
        assertEquals(255, decoded.charset());
        assertEquals("p", decoded.plugin());
        assertEquals(List.of(), decoded.attributes());
        assertEquals("***(3)", decoded.authResponse().toString());
        assertArrayEquals("db".getBytes(US_ASCII), Arrays.copyOfRange(bytes, 9, 11));
    }
}
