package io.github.mysqlmonitor.observe;

import static io.github.mysqlmonitor.observe.Script.BASIC;
import static io.github.mysqlmonitor.observe.Script.MODERN;
import static io.github.mysqlmonitor.observe.Script.OK;
import static io.github.mysqlmonitor.observe.Script.bytes;
import static io.github.mysqlmonitor.observe.Script.column;
import static io.github.mysqlmonitor.observe.Script.command;
import static io.github.mysqlmonitor.observe.Script.end;
import static io.github.mysqlmonitor.observe.Script.greeted;
import static io.github.mysqlmonitor.observe.Script.greeting;
import static io.github.mysqlmonitor.observe.Script.hex;
import static io.github.mysqlmonitor.observe.Script.loggedIn;
import static io.github.mysqlmonitor.observe.Script.login;
import static io.github.mysqlmonitor.observe.Script.mask;
import static io.github.mysqlmonitor.observe.Script.query;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.config.ValuePolicy;
import io.github.mysqlmonitor.event.CommandFinished;
import io.github.mysqlmonitor.event.Interest;
import io.github.mysqlmonitor.event.LoginFinished;
import io.github.mysqlmonitor.event.MonitorEvent;
import io.github.mysqlmonitor.event.NamedValue;
import io.github.mysqlmonitor.wire.Capability;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The edge cases of the protocol that no other test is named after, by their numbers. */
class EdgeCasesTest {
    private static final ObserveOptions ALL = new ObserveOptions(
            Set.of(Interest.PACKETS, Interest.COMMANDS, Interest.SESSIONS), false, 0, false, ValuePolicy.SHOW, 4096);
    private static final long ATTRIBUTES = MODERN | mask(Capability.QUERY_ATTRIBUTES);
    private static final byte[] PREPARED_ONE_PARAMETER = hex("00 01000000 0000 0100 00 0000");

    @Test
    void case11LoginBehindAShortSslRequest() {
        // Four bytes are the capabilities alone, five have one byte of the packet size.
        for (String shortForm : List.of("00 8a 08 00", "00 8a 00 00 01")) {
            List<MonitorEvent> events = events(new Script()
                    .server(greeting("9.7.4", MODERN | mask(Capability.SSL)))
                    .client(hex(shortForm))
                    .client(login(MODERN))
                    .server(OK)
                    .command(query("SELECT 1"))
                    .server(OK));
            List<String> lines = Script.lines(events);
            assertTrue(lines.get(1).startsWith("C 1 SSLRequest"), lines::toString);
            assertTrue(lines.get(2).startsWith("C 2 Login user=app"), lines::toString);
            assertEquals("SELECT 1", commands(events).get(0).content().sql());
        }
    }

    @Test
    void case12LoginWithOtherCapabilitiesThanItsSslRequest() {
        // The login still says what the layout of its own fields is.
        byte[] request = bytes(Script.le(MODERN | mask(Capability.SSL), 4), "00 00 00 01", "ff", "00".repeat(23));
        List<MonitorEvent> events = events(new Script()
                .server(greeting("9.7.4", MODERN | mask(Capability.SSL)))
                .client(request)
                .client(login(BASIC | mask(Capability.SSL)))
                .server(OK));
        assertEquals("app", logins(events).get(0).facts().user());
        assertTrue(stops(events).isEmpty());
    }

    @Test
    void case18FastAuthenticationAndOkAreTwoPackets() {
        Script script =
                greeted(MODERN).server(hex("01 03"), OK).command(hex("0e")).server(OK);
        for (List<Script.Part> parts : List.of(script.parts(), script.joined(), script.byteByByte())) {
            List<MonitorEvent> events = Script.play(parts, ALL);
            assertEquals(LoginFinished.AuthPath.FAST, logins(events).get(0).path());
            assertEquals(1, logins(events).size());
            assertEquals("Ping", commands(events).get(0).command());
        }
    }

    @Test
    void case22AuthSwitchToTheSamePlugin() {
        List<MonitorEvent> events = events(greeted(MODERN)
                .server(bytes("fe", "'caching_sha2_password'", "00", "'new nonce of 20 bytes'", "00"))
                .client(hex("aa bb"))
                .server(hex("01 04"))
                .client(hex("02"))
                .server(bytes("01", "'-----BEGIN PUBLIC KEY-----'"))
                .client(hex("cc dd"))
                .server(OK));
        LoginFinished login = logins(events).get(0);
        assertEquals("caching_sha2_password", login.facts().authPlugin());
        assertEquals(LoginFinished.AuthPath.FULL_RSA, login.path());
    }

    @Test
    void case24SecondFactorIsNoResultOfTwoColumns() {
        List<MonitorEvent> events = events(greeted(MODERN | mask(Capability.MULTI_FACTOR_AUTHENTICATION))
                .server(bytes("02", "'second_plugin'", "00", "'data'"))
                .client(hex("31 32"))
                .server(OK)
                .command(hex("0e"))
                .server(OK));
        List<String> lines = Script.lines(events);
        assertTrue(lines.get(2).startsWith("S 2 AuthNextFactor"), lines::toString);
        assertTrue(logins(events).get(0).succeeded());
        assertEquals("Ping", commands(events).get(0).command());
    }

    @Test
    void case26MariaDbIsKnownByItsFirstBitOrItsName() {
        assertEquals("mariadb", systemOf("5.5.5-10.11.6-MariaDB", MODERN));
        assertEquals("mariadb", systemOf("11.4.5-MariaDB", MODERN));
        assertEquals("mysql", systemOf("8.0.33", MODERN));
    }

    @Test
    void case34ExecutionsWhoseStatementIsNotKnownAreToldWithoutValues() {
        List<MonitorEvent> events = events(loggedIn(MODERN)
                .command(hex("17 07000000 00 01000000 00 01 0300 05000000"))
                .server(OK)
                .command(hex("17 ffffffff 00 01000000 00 01 0300 05000000"))
                .server(OK));
        for (CommandFinished command : commands(events)) {
            assertTrue(command.content().values().isEmpty());
            assertFalse(command.content().undecodedValues().isEmpty());
            assertEquals(CommandFinished.Status.OK, command.outcome().status());
        }
        assertEquals(2, commands(events).size());
    }

    @Test
    void case34ExecutionWithTheTypesOfOneThatWasNotSeen() {
        List<MonitorEvent> events = events(loggedIn(MODERN)
                .command(command(0x16, "SELECT ?"))
                .server(PREPARED_ONE_PARAMETER, column("?"))
                .command(hex("17 01000000 00 01000000 00 00 05000000"))
                .server(OK)
                .command(hex("17 01000000 00 01000000 00 01 0300 05000000"))
                .server(OK)
                .command(hex("17 01000000 00 01000000 00 00 06000000"))
                .server(OK));
        List<CommandFinished> commands = commands(events);
        assertFalse(commands.get(1).content().undecodedValues().isEmpty());
        assertEquals(List.of("5"), texts(commands.get(2).content().values()));
        assertEquals(List.of("6"), texts(commands.get(3).content().values()));
    }

    @Test
    void case35CountOfParametersIsThereWithoutTheFlagThatAnnouncesIt() {
        List<MonitorEvent> events = events(loggedIn(ATTRIBUTES)
                .command(bytes("03 00 01", "'SELECT ?'"))
                .server(OK)
                .command(command(0x16, "SELECT ?"))
                .server(PREPARED_ONE_PARAMETER, column("?"))
                .command(hex("17 01000000 00 01000000 01 00 01 0300 00 05000000"))
                .server(OK));
        CommandFinished execute = commands(events).get(2);
        assertEquals(List.of("5"), texts(execute.content().values()));
        assertTrue(execute.content().attributes().isEmpty());
    }

    @Test
    void case35NothingFollowsWithoutParametersAndFlag() {
        List<MonitorEvent> events = events(loggedIn(ATTRIBUTES)
                .command(command(0x16, "DO 1"))
                .server(hex("00 01000000 0000 0000 00 0000"))
                .command(hex("17 01000000 00 01000000"))
                .server(OK)
                .command(bytes("17 01000000 08 01000000 01 00 01 fe00 01", "'a'", "01", "'b'"))
                .server(OK));
        assertEquals("", commands(events).get(1).content().undecodedValues());
        assertEquals(List.of("b"), texts(commands(events).get(2).content().attributes()));
    }

    @Test
    void case36CachedMetadataOfMariaDb() {
        long cached = (MODERN & ~mask(Capability.LONG_PASSWORD)) | mask(Capability.CACHE_METADATA);
        List<MonitorEvent> events = events(loggedIn(cached)
                .command(command(0x16, "SELECT 1"))
                .server(hex("00 01000000 0100 0000 00 0000"), column("1"))
                .command(hex("17 01000000 00 01000000"))
                .server(hex("01 01"), column("1"), hex("00 00 01000000"), end(2))
                .command(hex("17 01000000 00 01000000"))
                .server(hex("01 00"), hex("00 00 02000000"), hex("00 00 03000000"), end(2)));
        assertEquals(1, commands(events).get(1).outcome().rowsSent());
        assertEquals(2, commands(events).get(2).outcome().rowsSent());
        assertTrue(stops(events).isEmpty());
    }

    private static String systemOf(String version, long capabilities) {
        List<MonitorEvent> events = events(new Script()
                .server(greeting(version, capabilities))
                .client(login(capabilities))
                .server(OK));
        return logins(events).get(0).facts().system();
    }

    private static List<MonitorEvent> events(Script script) {
        return Script.play(script.parts(), ALL);
    }

    private static List<CommandFinished> commands(List<MonitorEvent> events) {
        return only(events, CommandFinished.class);
    }

    private static List<LoginFinished> logins(List<MonitorEvent> events) {
        return only(events, LoginFinished.class);
    }

    private static List<MonitorEvent.ObservationStopped> stops(List<MonitorEvent> events) {
        return only(events, MonitorEvent.ObservationStopped.class);
    }

    private static <T extends MonitorEvent> List<T> only(List<MonitorEvent> events, Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    private static List<String> texts(List<NamedValue> values) {
        return values.stream().map(NamedValue::text).toList();
    }
}
