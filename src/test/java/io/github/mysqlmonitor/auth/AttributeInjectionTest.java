package io.github.mysqlmonitor.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.packet.ChangeUser;
import io.github.mysqlmonitor.packet.Login;
import io.github.mysqlmonitor.wire.Capabilities;
import io.github.mysqlmonitor.wire.Capability;
import io.github.mysqlmonitor.wire.WireReader;
import io.github.mysqlmonitor.wire.WireWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AttributeInjectionTest {
    private static final List<Map.Entry<String, String>> OURS =
            List.of(Map.entry("_client_ip", "192.0.2.7"), Map.entry("_client_tls", "none"));
    private static final List<Map.Entry<String, String>> THEIRS = List.of(
            Map.entry("_client_ip", "198.51.100.1"),
            Map.entry("_pid", "42"),
            Map.entry("_Client_TLS ", "spoofed"),
            Map.entry("_client_ipv6", ""),
            Map.entry("k", "v".repeat(300)));
    private static final List<Map.Entry<String, String>> BOTH = List.of(
            Map.entry("_client_ip", "192.0.2.7"),
            Map.entry("_client_tls", "none"),
            Map.entry("_pid", "42"),
            Map.entry("_client_ipv6", ""),
            Map.entry("k", "v".repeat(300)));

    private static final Capability[] SHAPING = {
        Capability.CONNECT_WITH_DB,
        Capability.SECURE_CONNECTION,
        Capability.PLUGIN_AUTH,
        Capability.CONNECT_ATTRS,
        Capability.PLUGIN_AUTH_LENENC_CLIENT_DATA,
        Capability.ZSTD_COMPRESSION_ALGORITHM,
        Capability.LONG_PASSWORD
    };

    private final List<String> notices = new ArrayList<>();

    private AttributeInjection injection(boolean mariaDb) {
        return new AttributeInjection(() -> OURS, mariaDb, notices::add);
    }

    static Stream<Capabilities> everyShape() {
        return IntStream.range(0, 1 << SHAPING.length).mapToObj(AttributeInjectionTest::shape);
    }

    private static Capabilities shape(int bits) {
        Capabilities shape = Capabilities.of(Capability.PROTOCOL_41);
        for (int i = 0; i < SHAPING.length; i++) {
            shape = (bits & 1 << i) == 0 ? shape : shape.with(SHAPING[i]);
        }
        return shape;
    }

    private static byte[] login(Capabilities shape, List<Map.Entry<String, String>> attributes) {
        ByteBuf out = Unpooled.buffer();
        WireWriter writer =
                new WireWriter(out).uint32(shape.word()).uint32(1 << 24).uint8(45);
        writer.zeros(19).uint32(shape.isMariaDb() ? 0x1D : 0).nul(bytes("somebody"));
        byte[] response = bytes("a response of 32 bytes .........");
        if (shape.has(Capability.PLUGIN_AUTH_LENENC_CLIENT_DATA)) {
            writer.lenencBytes(response);
        } else if (shape.has(Capability.SECURE_CONNECTION)) {
            writer.uint8(response.length).bytes(response);
        } else {
            writer.nul(response);
        }
        if (shape.has(Capability.CONNECT_WITH_DB)) {
            writer.nul(bytes("shop"));
        }
        if (shape.has(Capability.PLUGIN_AUTH)) {
            writer.nul(bytes("caching_sha2_password"));
        }
        if (shape.has(Capability.CONNECT_ATTRS)) {
            block(writer, attributes);
        }
        if (shape.has(Capability.ZSTD_COMPRESSION_ALGORITHM)) {
            writer.uint8(7);
        }
        return ByteBufUtil.getBytes(out);
    }

    private static void block(WireWriter out, List<Map.Entry<String, String>> attributes) {
        ByteBuf pairs = Unpooled.buffer();
        WireWriter writer = new WireWriter(pairs);
        attributes.forEach(each -> writer.lenencBytes(bytes(each.getKey())).lenencBytes(bytes(each.getValue())));
        out.lenencBytes(ByteBufUtil.getBytes(pairs));
    }

    private static byte[] changeUser(Capabilities shape) {
        ByteBuf out = Unpooled.buffer();
        WireWriter writer = new WireWriter(out).uint8(0x11).nul(bytes("other"));
        writer.uint8(3).bytes(bytes("abc")).nul(bytes("shop")).uint16(255);
        if (shape.has(Capability.PLUGIN_AUTH)) {
            writer.nul(bytes("mysql_native_password"));
        }
        if (shape.has(Capability.CONNECT_ATTRS)) {
            block(writer, THEIRS);
        }
        return ByteBufUtil.getBytes(out);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static Login decoded(byte[] login) {
        return Login.decode(new WireReader(login));
    }

    private static List<Map.Entry<String, String>> expected(Capabilities shape) {
        return shape.has(Capability.CONNECT_ATTRS) ? BOTH : OURS;
    }

    @ParameterizedTest
    @MethodSource("everyShape")
    void loginOfEveryShapeGetsOursFirstAndIsOtherwiseTheSame(Capabilities shape) {
        byte[] sent = login(shape, THEIRS);
        Login before = decoded(sent);
        Login after = decoded(injection(true).login(sent.clone()));
        assertEquals(expected(shape), after.attributes());
        assertEquals(before.capabilities().with(Capability.CONNECT_ATTRS), after.capabilities());
        assertEquals(before.authResponse(), after.authResponse());
        assertEquals(before.user() + before.schema() + before.plugin(), after.user() + after.schema() + after.plugin());
        assertEquals(before.zstdLevel(), after.zstdLevel());
        assertEquals(before.charset(), after.charset());
        assertEquals(before.rest(), after.rest());
        assertEquals(List.of(), notices);
    }

    @ParameterizedTest
    @MethodSource("everyShape")
    void userChangeOfEveryShapeGetsOursFirst(Capabilities shape) {
        AttributeInjection injection = injection(true);
        injection.login(login(shape, THEIRS));
        Capabilities upstream = shape.with(Capability.CONNECT_ATTRS);
        ChangeUser after = ChangeUser.decode(new WireReader(injection.changeUser(changeUser(shape))), upstream);
        assertEquals(expected(shape), after.attributes());
        assertEquals("other", after.user());
        assertEquals("shop", after.schema());
        assertEquals(255, after.charset());
        assertEquals(0, after.rest().length());
        assertEquals(List.of(), notices);
    }

    @Test
    void clientWithoutPluginsIsGivenAnEmptyOneForMySql() {
        Capabilities shape =
                Capabilities.of(Capability.LONG_PASSWORD, Capability.PROTOCOL_41, Capability.SECURE_CONNECTION);
        byte[] after = injection(false).login(login(shape, THEIRS));
        Login asMySqlReadsIt = decoded(with(after, Capability.PLUGIN_AUTH));
        assertEquals("", asMySqlReadsIt.plugin());
        assertEquals(OURS, asMySqlReadsIt.attributes());
    }

    private static byte[] with(byte[] login, Capability capability) {
        ByteBuf word = Unpooled.wrappedBuffer(login);
        word.setIntLE(0, word.getIntLE(0) | (int) capability.mask());
        return login;
    }

    @Test
    void whatAnOldClientLeavesOutAtTheEndIsCompleted() {
        Capabilities shape = Capabilities.of(
                Capability.PROTOCOL_41,
                Capability.SECURE_CONNECTION,
                Capability.CONNECT_WITH_DB,
                Capability.PLUGIN_AUTH);
        byte[] whole = login(shape, THEIRS);
        int plugin = bytes("caching_sha2_password\0").length;
        for (int cut : List.of(1, plugin, plugin + 1, plugin + bytes("shop\0").length)) {
            Login after = decoded(injection(true).login(Arrays.copyOf(whole, whole.length - cut)));
            assertEquals(OURS, after.attributes(), () -> "without the last " + cut + " bytes");
            assertEquals(cut == 1 ? "caching_sha2_password" : "", after.plugin());
            assertEquals(cut <= plugin + 1 ? "shop" : "", after.schema());
        }
        Capabilities noPlugins = shape.without(Capability.PLUGIN_AUTH);
        AttributeInjection injection = injection(true);
        injection.login(login(noPlugins, THEIRS));
        byte[] short4 = Arrays.copyOf(changeUser(noPlugins), changeUser(noPlugins).length - 2);
        ChangeUser change = ChangeUser.decode(
                new WireReader(injection.changeUser(short4)), noPlugins.with(Capability.CONNECT_ATTRS));
        assertEquals(45, change.charset(), "that of the login");
        assertEquals(OURS, change.attributes());
        assertEquals(List.of(), notices);
    }

    @Test
    void pastTheLimitOnlySpoofedOnesAreTakenAway() {
        Capabilities shape = Capabilities.of(Capability.PROTOCOL_41, Capability.CONNECT_ATTRS);
        for (int room : List.of(0, 1)) {
            int ours = 1 + 10 + 1 + 9 + 1 + 11 + 1 + 4;
            int theirs = 0xFFFF - ours + 1 - room;
            List<Map.Entry<String, String>> big = List.of(Map.entry("k", "v".repeat(theirs - 2 - 3)));
            Login after = decoded(injection(true).login(login(shape, big)));
            assertEquals(room == 1, after.attributes().containsAll(OURS));
            assertEquals(room == 1 ? 0xFFFF : theirs, after.attributeBlock().total());
            assertEquals(1 - room, notices.size());
            notices.clear();
        }
        List<Map.Entry<String, String>> spoofed =
                List.of(Map.entry("_client_ip", "x"), Map.entry("k", "v".repeat(65_500)));
        Login after = decoded(injection(true).login(login(shape, spoofed)));
        assertEquals(spoofed.subList(1, 2), after.attributes());
        assertEquals(
                List.of(
                        "no attributes were injected: with the client's own they would be 65543 bytes, and servers take at"
                                + " most 65535"),
                notices);
    }

    @Test
    void loginThatEndsBeforeItsAttributesStaysAsItIs() {
        Capabilities shape = Capabilities.of(Capability.PROTOCOL_41, Capability.PLUGIN_AUTH, Capability.CONNECT_ATTRS);
        byte[] whole = login(shape, THEIRS);
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertArrayEquals(cut, injection(false).login(cut.clone()), "of " + length + " bytes");
        }
        assertEquals(whole.length, notices.size());
        assertTrue(notices.get(60).startsWith("no attributes were injected, the login cannot be read: "));
    }

    @Test
    void pairsThatAreCutGoOnBehindOurs() {
        Capabilities shape = Capabilities.of(Capability.PROTOCOL_41, Capability.CONNECT_ATTRS);
        byte[] login = login(shape, List.of());
        byte[] cut = Arrays.copyOf(login, login.length + 5);
        System.arraycopy(new byte[] {5, 1, 'k', 1, 'v', 9}, 0, cut, login.length - 1, 6);
        Login after = decoded(injection(true).login(cut));
        List<Map.Entry<String, String>> all = new ArrayList<>(OURS);
        all.add(Map.entry("k", "v"));
        assertEquals(all, after.attributes());
        assertEquals(1, after.attributeBlock().rest().length());
    }

    @Test
    void loginOfAnOlderProtocolStaysAsItIs() {
        byte[] old = {5, 0, 0, 0, 1, 'u', 0, 'p'};
        assertArrayEquals(old, injection(false).login(old.clone()));
        assertEquals(1, notices.size());
        assertFalse(AttributeInjection.fits(Unpooled.wrappedBuffer(old)));
        assertFalse(AttributeInjection.fits(Unpooled.wrappedBuffer(new byte[] {0, 2})));
    }

    @Test
    void sslRequestChangesInOneBit() {
        byte[] request = Arrays.copyOf(login(shape(0), THEIRS), 32);
        byte[] announced = request.clone();
        assertTrue(AttributeInjection.fits(Unpooled.wrappedBuffer(announced)));
        AttributeInjection.announce(Unpooled.wrappedBuffer(announced));
        request[2] |= 0x10;
        assertArrayEquals(request, announced);
    }

    @Test
    void whateverComesNothingIsThrownAndWhatIsUnreadableStays() {
        long seed = 20;
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            Capabilities shape = shape(random.nextInt(1 << SHAPING.length));
            byte[] login = mutated(login(shape, THEIRS), random);
            byte[] change = mutated(changeUser(shape), random);
            AttributeInjection injection = injection(random.nextBoolean());
            notices.clear();
            byte[] after = injection.login(login.clone());
            String message = "seed " + seed + ", round " + i;
            assertEquals(notices.isEmpty(), !Arrays.equals(login, after), message);
            notices.clear();
            byte[] changed = injection.changeUser(change.clone());
            assertEquals(notices.isEmpty(), !Arrays.equals(change, changed), message);
        }
    }

    private static byte[] mutated(byte[] bytes, Random random) {
        byte[] copy = Arrays.copyOf(bytes, random.nextInt(4) == 0 ? random.nextInt(bytes.length) : bytes.length);
        for (int i = random.nextInt(3); i > 0 && copy.length > 0; i--) {
            copy[random.nextInt(copy.length)] = (byte) random.nextInt();
        }
        return copy;
    }
}
