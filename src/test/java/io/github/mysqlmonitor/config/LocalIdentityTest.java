package io.github.mysqlmonitor.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocalIdentityTest {
    private static final Endpoint SOCKET = new Endpoint.Unix("/run/mysqld/mysqld.sock");

    @ParameterizedTest
    @ValueSource(strings = {"3307", "127.0.0.1:3307", "127.9.9.9:3307", "[::1]:3307", "localhost:3307", "unix:/p.sock"})
    void aListenerForThisHostMayStandInFrontOfASocket(String listen) {
        assertEquals(Optional.empty(), check(SOCKET, false, true, listen));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0:3307", "*:3307", "[::]:3307", "192.0.2.7:3307"})
    void aListenerForOtherHostsMayNot(String listen) {
        ConfigException refused =
                assertThrows(ConfigException.class, () -> check(SOCKET, false, false, "127.0.0.1:3306", listen));
        assertEquals(
                "--listen " + Endpoint.parse(listen, "127.0.0.1", -1)
                        + " is open to other hosts, and its clients are local ones for the server at"
                        + " unix:/run/mysqld/mysqld.sock: accounts @localhost let them in, require_secure_transport is"
                        + " met without TLS, and socket plugins (auth_socket, unix_socket) see the user whom"
                        + " mysql-monitor runs as. Listen on 127.0.0.1, or write the server's TCP address in --upstream,"
                        + " or allow it by --allow-local-identity",
                refused.getMessage());
        assertEquals(2, refused.kind().exitCode());
    }

    @Test
    void whatIsAllowedIsAWarning() {
        assertEquals(
                Optional.of(
                        "--listen 0.0.0.0:3307 is open to other hosts, and its clients are local ones for the server"
                                + " at unix:/run/mysqld/mysqld.sock: accounts @localhost let them in, require_secure_transport"
                                + " is met without TLS, and socket plugins (auth_socket, unix_socket) see the user whom"
                                + " mysql-monitor runs as (--allow-local-identity)"),
                check(SOCKET, true, false, "0.0.0.0:3307"));
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1:3306", "127.1.2.3:3306", "[::1]:3306", "localhost:3306", "LOCALHOST:3306"})
    void aServerOnLoopbackIsAWarningAndStrictlyAnError(String upstream) {
        Endpoint server = Endpoint.parse(upstream, "", 3306);
        String what = "--listen 0.0.0.0:3307 is open to other hosts, and its clients are local ones for the server at "
                + server + ": accounts @localhost let them in, and firewalls and bind_address do not keep them out. ";
        assertEquals(
                Optional.of(
                        what + "Limit these accounts, or write an address in --upstream that is not the loopback's"),
                check(server, false, false, "0.0.0.0:3307"));
        ConfigException refused = assertThrows(ConfigException.class, () -> check(server, true, true, "0.0.0.0:3307"));
        assertEquals(
                what + "--strict does not allow it: write an address in --upstream that is not the loopback's",
                refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.7", "db.example.com", "[2001:db8::1]:3306"})
    void aServerElsewhereIsNobodysConcern(String upstream) {
        assertEquals(Optional.empty(), check(Endpoint.parse(upstream, "", 3306), false, true, "0.0.0.0:3307"));
    }

    private static Optional<String> check(Endpoint upstream, boolean allowed, boolean strict, String... listen) {
        List<Endpoint> endpoints = List.of(listen).stream()
                .map(text -> Endpoint.parse(text, "127.0.0.1", -1))
                .toList();
        return LocalIdentity.check(endpoints, upstream, allowed, strict);
    }
}
