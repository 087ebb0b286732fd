package io.github.mysqlmonitor.packet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mysqlmonitor.wire.Capabilities;
import io.github.mysqlmonitor.wire.Capability;
import io.github.mysqlmonitor.wire.ProtocolException;
import io.github.mysqlmonitor.wire.WireReader;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What was decoded is written as the same bytes, so that no field can be misread unnoticed. */
class ReencodingTest {
    private static final Capabilities MODERN = ReplyTest.MODERN;
    private static final Capabilities OLD = Capabilities.NONE;

    /** A payload and how it is read. */
    private record Golden(String name, byte[] bytes, Capabilities agreed, Function<WireReader, Packet> decoder) {}

    @TestFactory
    Stream<DynamicTest> packetIsWrittenAsRead() {
        return golden().map(each -> DynamicTest.dynamicTest(each.name, () -> {
            Packet packet = each.decoder.apply(Bytes.reader(each.bytes));
            assertArrayEquals(each.bytes, packet.toPayload(each.agreed));
        }));
    }

    /** A prefix may be an older form; then it is written as this prefix, unless a command's fixed tail is added. */
    @Test
    void everyPrefixThatIsReadIsWrittenAsRead() {
        golden().filter(each -> !each.name.startsWith("command")).forEach(each -> {
            for (int length = 0; length < each.bytes.length; length++) {
                byte[] prefix = Arrays.copyOf(each.bytes, length);
                Packet packet = decoded(each.decoder, prefix);
                if (packet != null) {
                    assertArrayEquals(prefix, packet.toPayload(each.agreed), each.name + ", length " + length);
                }
            }
        });
    }

    @Test
    void whatWasReadOfMutatedBytesIsWrittenInAFormThatStays() {
        long seed = 5;
        Random random = new Random(seed);
        List<Golden> all = golden().toList();
        int read = 0;
        for (int round = 0; round < 20_000; round++) {
            Golden golden = all.get(random.nextInt(all.size()));
            byte[] bytes = golden.bytes.clone();
            for (int i = random.nextInt(4); i >= 0 && bytes.length > 0; i--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            Packet packet = decoded(golden.decoder, bytes);
            if (packet == null) {
                continue;
            }
            read++;
            byte[] once = packet.toPayload(golden.agreed);
            Packet again = decoded(golden.decoder, once);
            String label = "seed " + seed + " round " + round + " " + golden.name;
            // Only a length in a longer form than needed makes it another packet.
            if (once.length == bytes.length && again != null) {
                assertArrayEquals(once, again.toPayload(golden.agreed), label);
            }
        }
        assertEquals(true, read > 5_000);
    }

    private static Packet decoded(Function<WireReader, Packet> decoder, byte[] bytes) {
        try {
            return decoder.apply(Bytes.reader(bytes));
        } catch (ProtocolException refused) {
            return null;
        }
    }

    private static Stream<Golden> golden() {
        return Stream.of(connectionPhase(), commands(), replies()).flatMap(each -> each);
    }

    private static Stream<Golden> connectionPhase() {
        Capabilities auth = Capabilities.of(
                Capability.PROTOCOL_41, Capability.PLUGIN_AUTH, Capability.CONNECT_ATTRS, Capability.SECURE_CONNECTION);
        String zeros23 = "00".repeat(23);
        return Stream.of(
                alone("greeting of MySQL", GreetingTest.MYSQL, Greeting::decode),
                alone("greeting of MariaDB", GreetingTest.MARIADB, Greeting::decode),
                alone(
                        "greeting of version 9",
                        Bytes.of("09", "'3.22.1'", "00", "01000000", "'nonce678'", "00"),
                        Greeting::decode),
                alone(
                        "greeting with odd reserved bytes and more at the end",
                        Bytes.of(
                                "0a 41 00 01000000 6162636465666768 77 0180 08 0200 0800 15 01020304050607080910",
                                "'123456789012'",
                                "00",
                                "'pl'",
                                "00",
                                "aabb"),
                        Greeting::decode),
                alone("login", LoginTest.LOGIN, Login::decode),
                alone(
                        "login of MariaDB with extended capabilities",
                        Bytes.of("08820800 00000001 2d", "00".repeat(19), "3d000000", "'u'", "00 00", "'d'", "00 00"),
                        Login::decode),
                alone(
                        "login whose last string lacks its NUL",
                        Bytes.of("08020800 00000001 08", zeros23, "'u'", "00 00", "'d'", "00", "'pl'"),
                        Login::decode),
                alone(
                        "login of a user that is no UTF-8, with odd reserved bytes",
                        Bytes.of("00820000 00000001 ff", "07".repeat(23), "75ff fe80", "00", "01 aa", "ee"),
                        Login::decode),
                alone(
                        "login whose attributes are cut",
                        Bytes.of("00821000 00000001 08", zeros23, "'u'", "00 00", "fc00ff", "01 6b 01 76 fc"),
                        Login::decode),
                alone(
                        "login of old",
                        Bytes.of("0900 000001", "'u'", "00", "'scramble'", "00", "'d'", "00"),
                        Login::decode),
                alone("SSLRequest", Bytes.of("09aa3804 00000001 2d", "00".repeat(22), "01"), SslRequest::decode),
                alone("SSLRequest of MariaDB", Bytes.of("08aa3804 00000001 2d", zeros23), SslRequest::decode),
                alone("SSLRequest of four bytes", Bytes.of("00aa0000"), SslRequest::decode),
                alone("SSLRequest of old", Bytes.of("0008 000001"), SslRequest::decode),
                alone("auth switch", Bytes.of("fe", "'mysql_native_password'", "00", "'n'", "00"), AuthSwitch::decode),
                alone("auth switch of old", Bytes.of("fe"), AuthSwitch::decode),
                alone("auth more data", Bytes.of("01 04"), AuthMoreData::decode),
                alone("auth next factor", Bytes.of("02", "'webauthn'", "00 0102"), AuthNextFactor::decode),
                alone("auth response", Bytes.of("deadbeef"), AuthResponse::decode),
                with(
                        "change of user",
                        auth,
                        ChangeUser::decode,
                        "11",
                        "'bob'",
                        "00 02 aabb",
                        "'d'",
                        "00 ff00",
                        "'p'",
                        "00 04 01 6b 01 76"),
                with("change of user without more", auth, ChangeUser::decode, "11", "'bob'", "00 00 00"),
                with("change of user with half a charset", auth, ChangeUser::decode, "11", "'bob'", "00 00 00 41"),
                with("change of user of old", OLD, ChangeUser::decode, "11", "'bob'", "00 aabb 00", "'d'", "00"));
    }

    private static Stream<Golden> commands() {
        return Stream.of(
                command("query", CommandTest.PLAIN, "03", "'DO 1'"),
                new Golden(
                        "command query with attributes",
                        CommandTest.QUERY_WITH_ATTRIBUTES,
                        CommandTest.ATTRIBUTES,
                        in -> command(in, CommandTest.ATTRIBUTES)),
                command("query without attributes", CommandTest.ATTRIBUTES, "03 00 01", "'DO 1'"),
                command("init db", CommandTest.PLAIN, "02", "'shop'"),
                command("init db that is no UTF-8", CommandTest.PLAIN, "02 c3 28 ff"),
                command("field list", CommandTest.PLAIN, "04", "'t'", "00", "'%'"),
                command("prepare", CommandTest.PLAIN, "16", "'DO 1'"),
                new Golden("command execute", ParametersTest.EXECUTE, MODERN, in -> command(in, MODERN)),
                new Golden("command bulk", ParametersTest.BULK, MODERN, in -> command(in, MODERN)),
                command("long data", CommandTest.PLAIN, "18 07000000 0200 aabbcc"),
                command("close", CommandTest.PLAIN, "19 07000000"),
                command("reset", CommandTest.PLAIN, "1a ffffffff"),
                command("fetch", CommandTest.PLAIN, "1c 07000000 64000000"),
                command("set option", CommandTest.PLAIN, "1b 0100"),
                command("kill", CommandTest.PLAIN, "0c 02010000"),
                command("ping", CommandTest.PLAIN, "0e"),
                command("refresh", CommandTest.PLAIN, "07 04"),
                command("nothing", CommandTest.PLAIN),
                command("unknown", CommandTest.PLAIN, "77 0102"),
                command("binlog dump", CommandTest.PLAIN, "12 04000000 0200 0b000000", "'binlog.000001'"),
                command(
                        "binlog dump by GTID",
                        CommandTest.PLAIN,
                        "1e 0400 0b000000 01000000 62 0400000000000000 08000000 0000000000000000"),
                command("register", CommandTest.PLAIN, "15 0b000000 01 68 01 75 02 7077 ea0c 01000000 02000000"),
                command("acknowledgement", CommandTest.PLAIN, "ef 0400000000000000 62 00"),
                command("acknowledgement without NUL", CommandTest.PLAIN, "ef 0400000000000000 62"));
    }

    private static Stream<Golden> replies() {
        Capabilities extended = MODERN.with(Capability.EXTENDED_METADATA);
        Capabilities ancient = Capabilities.of(Capability.LONG_FLAG);
        String names = "03646566 026462 0174 026f74 0163 026f63";
        String fixed = "0c ff00 fc030000 fd 0110 1f 0000";
        return Stream.of(
                with("OK with all", MODERN, Ok::decode, "00 03 fce803 0a40 0100 02", "'hi'", "05 01 03 02 6462"),
                with("OK with state and no text", MODERN, Ok::decode, "00 00 00 0240 0000 00 05 01 03 02 6462"),
                with("OK with an empty text", MODERN, Ok::decode, "00 00 00 0200 0000 00"),
                with("OK without a text", MODERN, Ok::decode, "fe 00 00 0200 0000"),
                with("OK with a state that lacks", MODERN, Ok::decode, "00 00 00 0240 0000 00"),
                with("OK of old", OLD, Ok::decode, "00 01 00"),
                with("OK of 4.0", Capabilities.of(Capability.TRANSACTIONS), Ok::decode, "00 01 00 0200"),
                with("EOF", MODERN, Eof::decode, "fe 0100 0a00"),
                with("EOF of old", OLD, Eof::decode, "fe"),
                alone("ERR", Bytes.of("ff 1504", "'#28000Access denied'"), Err::decode),
                alone("ERR before a login", Bytes.of("ff 1004", "'Too many connections'"), Err::decode),
                alone("ERR that is no UTF-8", Bytes.of("ff 1004 23 ff30303030 c328"), Err::decode),
                alone("progress", Bytes.of("ff ffff 01 02 03 a08601 05", "'stage'"), Progress::decode),
                alone("column count", Bytes.of("fcfb00"), ColumnCount::decode),
                alone("column count with metadata byte", Bytes.of("02 00"), ColumnCount::decode),
                with("column", MODERN, ColumnDefinition::decode, names, fixed),
                with("column of MariaDB", extended, ColumnDefinition::decode, names, "06 00046a736f6e", fixed),
                with("column with default", MODERN, ColumnDefinition::decode, names, fixed, "02 3432"),
                with("column with NULL as default", MODERN, ColumnDefinition::decode, names, fixed, "fb"),
                with("column of old", ancient, ColumnDefinition::decode, "0174 0163 03 0a0000 01 03 03 0110 00"),
                with("column before LONG_FLAG", OLD, ColumnDefinition::decode, "0174 0163 03 0a0000 01 03 02 01 00"),
                with("prepare-ok", MODERN, PrepareOk::decode, "00 01000000 0200 0300 00 0500 01"),
                with("prepare-ok of old", MODERN, PrepareOk::decode, "00 01000000 0200 0300 00"),
                alone("LOCAL INFILE", Bytes.of("fb", "'/tmp/x'"), LocalInfile::decode),
                alone("statistics", Bytes.of("'Uptime: 3'"), Statistics::decode));
    }

    private static Golden command(String name, Capabilities agreed, String... parts) {
        return new Golden("command " + name, Bytes.of(parts), agreed, in -> command(in, agreed));
    }

    private static Packet command(WireReader in, Capabilities agreed) {
        byte[] all = in.rest();
        return Command.decode(Unpooled.wrappedBuffer(all), all.length, agreed);
    }

    private static Golden alone(String name, byte[] bytes, Function<WireReader, Packet> decoder) {
        return new Golden(name, bytes, MODERN, decoder);
    }

    private static Golden with(
            String name, Capabilities agreed, BiFunction<WireReader, Capabilities, Packet> decoder, String... parts) {
        return new Golden(name, Bytes.of(parts), agreed, in -> decoder.apply(in, agreed));
    }
}
