package io.github.mysqlmonitor.observe;

import static io.github.mysqlmonitor.observe.Script.BASIC;
import static io.github.mysqlmonitor.observe.Script.MODERN;
import static io.github.mysqlmonitor.observe.Script.OK;
import static io.github.mysqlmonitor.observe.Script.bytes;
import static io.github.mysqlmonitor.observe.Script.error;
import static io.github.mysqlmonitor.observe.Script.greeted;
import static io.github.mysqlmonitor.observe.Script.greeting;
import static io.github.mysqlmonitor.observe.Script.hex;
import static io.github.mysqlmonitor.observe.Script.login;
import static io.github.mysqlmonitor.observe.Script.mask;
import static io.github.mysqlmonitor.observe.Script.query;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.config.ValuePolicy;
import io.github.mysqlmonitor.event.Interest;
import io.github.mysqlmonitor.wire.Capability;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LoginTest {
    private static final Set<Interest> LOG = Set.of(Interest.PACKETS, Interest.SESSIONS);

    private static final String PROOF = "'" + "AB".repeat(32) + "'";

    @Test
    void showsGreetingSslRequestAndLogin() {
        long tls = MODERN | mask(Capability.SSL);
        Script script = new Script()
                .server(greeting("9.7.4", tls))
                .client(Arrays.copyOf(login(tls), 32), login(tls))
                .server(hex("01 04"))
                .client(bytes("'pAsSwOrD'", "00"))
                .server(OK);
        List<String> lines = lines(script);
        assertTrue(lines.get(0).startsWith("S 0 Greeting 9.7.4 utf8mb4 caching_sha2_password +"), lines.get(0));
        assertTrue(lines.get(0).endsWith("id=8745 status=AUTOCOMMIT"), lines.get(0));
        assertTrue(lines.get(1).startsWith("C 1 SSLRequest max_packet=16MiB charset=255 filler=ok +"), lines.get(1));
        assertEquals("C 2 Login user=app auth=***(4) plugin=caching_sha2_password", lines.get(2));
        assertEquals("S 3 AuthMoreData full authentication", lines.get(3));
        assertEquals("C 4 AuthAnswer ***(9)", lines.get(4));
    }

    @Test
    void case9ErrorInsteadOfAGreeting() {
        List<String> lines = lines(new Script().server(bytes("ff 6904", "'Host blocked'")));
        assertEquals(List.of("S 0 ERR 1129 Host blocked"), lines);
    }

    @Test
    void case23EmptyPacketInAuthentication() {
        List<String> lines = lines(greeted(BASIC)
                .server(bytes("fe", "'parsec'", "00", "'n'"))
                .client(hex(""))
                .server(hex("50 00 01"))
                .client(hex("aa bb"))
                .server(OK));
        assertEquals("C 3 AuthAnswer ***(0)", lines.get(3));
        assertEquals("S 4 AuthMoreData ***(3)", lines.get(4));
        assertEquals("C 5 AuthAnswer ***(2)", lines.get(5));
        assertTrue(lines.get(6).startsWith("S 6 OK"), lines.get(6));
    }

    @Test
    void refusedLoginNamesTheClientThatTheServerCouldNotSee() {
        List<String> lines = lines(greeted(BASIC).server(error(1045, "Access denied for 'app' (using password: YES)")));
        assertEquals("S 2 ERR 1045 (HY000) Access denied for 'app' (using password: YES)", lines.get(2));
        assertTrue(lines.get(3).contains("the client was at 10.0.0.9:4711"), lines.get(3));
    }

    @Test
    void refusedLoginNamesTheDemandsOfAnAccountThatThisLegCannotMeet() {
        byte[] denied = error(1045, "Access denied for 'app' (using password: YES)");
        assertTrue(lines(greeted(BASIC).server(denied)).get(3).contains("REQUIRE SSL or X509"));
        long tls = MODERN | mask(Capability.SSL);
        List<String> lines = lines(new Script()
                .server(greeting("9.7.4", tls))
                .client(Arrays.copyOf(login(tls), 32), login(tls))
                .server(denied));
        assertTrue(lines.get(4).contains("REQUIRE X509"), lines.get(4));
    }

    @Test
    void mariaDbClientThatLeavesAfterTheProof() {
        byte[] proof = bytes("00 00 00 0200 0000 41 01", PROOF);
        List<String> lines = lines(greeted(BASIC).server(proof));
        assertEquals("S 2 OK affected=0 last_insert_id=0 status=AUTOCOMMIT warnings=0 info=***(65)", lines.get(2));
        assertTrue(lines.get(3).contains("--ssl-ca"), lines.get(3));
        assertEquals(
                3,
                lines(greeted(BASIC).server(proof).sequence(0).client(hex("01")))
                                .size()
                        - 1);
    }

    @Test
    void mariaDbGreetingOutsideOf32BytesIsUnderstood() {
        long capabilities = MODERN & ~mask(Capability.LONG_PASSWORD) | mask(Capability.PROGRESS);
        Script script = new Script()
                .server(greeting("11.4.9-MariaDB-ubu2404-log-of-some-length", capabilities))
                .client(login(capabilities))
                .server(OK);
        assertTrue(lines(script).get(0).contains("+PROGRESS"), lines(script).get(0));
    }

    @Test
    void noSecretIsInLinesOrPayloads() {
        ObserveOptions payload = new ObserveOptions(LOG, false, 4096, false, ValuePolicy.SHOW, 4096);
        Script script = greeted(BASIC)
                .server(hex("01 04"))
                .client(bytes("'sEcRet'", "00"))
                .server(bytes("00 00 00 0200 0000 41 01", PROOF))
                .sequence(0)
                .client(query("ALTER USER a IDENTIFIED BY 'sEcRet'"))
                .server(error(1064, "near 'IDENTIFIED BY 'sEcRet''"))
                .sequence(0)
                .client(bytes("15 07000000 01", "'h'", "01", "'u'", "06", "'sEcRet'", "ea0c 00000000 00000000"))
                .server(OK)
                .sequence(0)
                .client(bytes("11", "'bob'", "00 06", "'sEcRet'", "'shop'", "00 ff00"));
        var events = Script.play(script.parts(), payload);
        String all = String.join("\n", Script.lines(events)) + Script.payloads(events);
        assertFalse(all.contains("sEcR"), all);
        assertFalse(all.contains("ABABAB"), all);
        assertTrue(all.contains("ALTER USER a IDENTIFIED BY '******'"), all);
        ObserveOptions shown = new ObserveOptions(LOG, false, 4096, true, ValuePolicy.SHOW, 4096);
        assertTrue(Script.payloads(Script.play(script.parts(), shown)).contains("sEcRet"));
    }

    private static List<String> lines(Script script) {
        return Script.lines(Script.play(script.parts(), ObserveOptions.DEFAULT));
    }
}
