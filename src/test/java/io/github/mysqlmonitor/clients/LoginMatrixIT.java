package io.github.mysqlmonitor.clients;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.mysqlmonitor.clients.LoginClient.Account;
import io.github.mysqlmonitor.clients.LoginClient.Leg;
import io.github.mysqlmonitor.testing.ProxyProcess;
import io.github.mysqlmonitor.testing.ServerKind;
import io.github.mysqlmonitor.testing.TestServer;
import io.github.mysqlmonitor.testing.TestServers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever protects the two legs, a client sees through the proxy what it sees of the server itself: with each plugin,
 * with the server's cache cold and warm, with right and wrong passwords.
 */
class LoginMatrixIT {
    private static final String ASCII = "right-Password-1";
    private static final String UNICODE = "pässwörd-ключ-鍵-🔑";
    /** With its NUL as long as fits into a block of 2048 bits. */
    private static final String LONGEST = "Lg9-".repeat(53) + "x";

    /** The bytes of a packet in a JSON line. */
    private static final Pattern BASE64 =
            Pattern.compile("\"(?:mysql_monitor\\.packet\\.)?payload_base64\":\"([A-Za-z0-9+/=]+)\"");

    private static final List<String> PASSWORDS = List.of(ASCII, UNICODE, LONGEST);
    private static List<Place> places = List.of();

    /** A proxy before a server, with TLS between the two or without. */
    private record Place(TestServer server, String mode, ProxyProcess proxy, List<Account> accounts) {
        static List<Place> before(TestServer server) {
            try {
                List<Account> accounts = createAccounts(server);
                return Stream.of("DISABLED", "REQUIRED")
                        .map(mode -> new Place(
                                server,
                                mode,
                                ProxyProcess.upstream(server.host() + ":" + server.port())
                                        .showingEverything()
                                        .arguments("--server-ssl-mode", mode, "-v")
                                        .start(),
                                accounts))
                        .toList();
            } catch (SQLException e) {
                throw new IllegalStateException("cannot create accounts on " + server, e);
            }
        }

        @Override
        public String toString() {
            return server.kind() + " server leg " + mode;
        }
    }

    private static List<Account> createAccounts(TestServer server) throws SQLException {
        List<Account> accounts = new ArrayList<>();
        List<String> plugins = switch (server.kind()) {
            case MYSQL_9 -> List.of("caching_sha2_password", "sha256_password");
            case MYSQL_8_0 -> List.of("caching_sha2_password", "sha256_password", "mysql_native_password");
            case MARIADB_11_4, MARIADB_11_8 -> List.of("mysql_native_password");
        };
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            for (String plugin : plugins) {
                String name = "m_" + plugin.substring(0, plugin.indexOf('_')) + "_";
                accounts.add(create(statement, server.kind(), name + "ascii", plugin, ASCII, ""));
                accounts.add(create(statement, server.kind(), name + "unicode", plugin, UNICODE, ""));
                accounts.add(create(statement, server.kind(), name + "long", plugin, LONGEST, ""));
                accounts.add(create(statement, server.kind(), name + "empty", plugin, "", ""));
                accounts.add(create(statement, server.kind(), name + "expired", plugin, ASCII, "PASSWORD EXPIRE"));
                accounts.add(create(statement, server.kind(), name + "locked", plugin, ASCII, "ACCOUNT LOCK"));
                accounts.add(new Account(name + "ascii", "wrong"));
                accounts.add(new Account(name + "ascii", ""));
                accounts.add(new Account(name + "empty", "wrong"));
            }
            accounts.add(new Account("m_nobody", ASCII));
        }
        return accounts;
    }

    private static Account create(
            Statement statement, ServerKind kind, String user, String plugin, String password, String more)
            throws SQLException {
        statement.execute("DROP USER IF EXISTS " + user);
        String identified = kind.isMariaDb()
                ? "IDENTIFIED VIA " + plugin + " USING PASSWORD('" + password + "')"
                : "IDENTIFIED WITH " + plugin + " BY '" + password + "'";
        statement.execute("CREATE USER " + user + " " + identified + " " + more);
        return new Account(user, password);
    }

    @BeforeAll
    static void start() {
        places = TestServers.all().stream()
                .flatMap(server -> Place.before(TestServer.start(server.kind())).stream())
                .toList();
    }

    @AfterAll
    static void stop() {
        for (Place place : places) {
            place.proxy.close();
            place.server.close();
        }
    }

    static Stream<Arguments> everyClientAndLeg() {
        return places.stream()
                .flatMap(place -> Stream.of(LoginClient.values())
                        .flatMap(client -> Stream.of(Leg.PLAIN, Leg.TLS).map(leg -> Arguments.of(place, client, leg))));
    }

    @ParameterizedTest
    @MethodSource("everyClientAndLeg")
    void loginEndsAsWithoutTheProxy(Place place, LoginClient client, Leg leg) throws SQLException {
        List<Runnable> checks = new ArrayList<>();
        for (Account account : place.accounts) {
            forgetPasswords(place.server);
            String cold = client.outcome(place.server.port(), leg, account, null);
            String warm = client.outcome(place.server.port(), leg, account, null);
            forgetPasswords(place.server);
            String proxiedCold = client.outcome(place.proxy.port(), leg, account, null);
            String proxiedWarm = client.outcome(place.proxy.port(), leg, account, null);
            checks.add(() -> assertEquals(cold, proxiedCold, () -> "cold " + account.user()));
            checks.add(() -> assertEquals(warm, proxiedWarm, () -> "warm " + account.user()));
        }
        assertAll(checks.stream().map(check -> check::run));
        assertNoPasswordIn(place.proxy);
    }

    static Stream<Arguments> everyLegOfChangingClients() {
        return places.stream()
                .flatMap(place -> Stream.of(Leg.PLAIN, Leg.TLS, Leg.PLAIN_ZLIB, Leg.TLS_ZLIB)
                        .map(leg -> Arguments.of(place, leg)));
    }

    @ParameterizedTest
    @MethodSource("everyLegOfChangingClients")
    void userChangeEndsAsWithoutTheProxy(Place place, Leg leg) throws SQLException {
        List<Runnable> checks = new ArrayList<>();
        Account first = place.accounts.get(0);
        for (Account next : place.accounts) {
            forgetPasswords(place.server);
            String cold = LoginClient.CONNECTOR_J.outcome(place.server.port(), leg, first, next);
            String warm = LoginClient.CONNECTOR_J.outcome(place.server.port(), leg, first, next);
            forgetPasswords(place.server);
            String proxiedCold = LoginClient.CONNECTOR_J.outcome(place.proxy.port(), leg, first, next);
            String proxiedWarm = LoginClient.CONNECTOR_J.outcome(place.proxy.port(), leg, first, next);
            checks.add(() -> assertEquals(cold, proxiedCold, () -> "cold " + next.user()));
            checks.add(() -> assertEquals(warm, proxiedWarm, () -> "warm " + next.user()));
        }
        assertAll(checks.stream().map(check -> check::run));
        assertNoPasswordIn(place.proxy);
    }

    static Stream<Arguments> everyCompression() {
        return places.stream()
                .flatMap(place -> Stream.of(LoginClient.values())
                        .flatMap(client -> Stream.of(Leg.PLAIN_ZLIB, Leg.TLS_ZLIB, Leg.PLAIN_ZSTD, Leg.TLS_ZSTD)
                                .filter(leg -> leg.compression.equals("zlib")
                                        || client == LoginClient.CLI
                                                && !place.server.kind().isMariaDb())
                                .map(leg -> Arguments.of(place, client, leg))));
    }

    @ParameterizedTest
    @MethodSource("everyCompression")
    void compressedSessionsWork(Place place, LoginClient client, Leg leg) throws SQLException {
        Account account = place.accounts.get(0);
        forgetPasswords(place.server);
        String direct = client.outcome(place.server.port(), leg, account, null);
        forgetPasswords(place.server);
        assertEquals(direct, client.outcome(place.proxy.port(), leg, account, null));
    }

    /** Empties the cache of caching_sha2_password. */
    private static void forgetPasswords(TestServer server) throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("FLUSH PRIVILEGES");
        }
    }

    /** Neither as text, nor as hexadecimal digits, nor within the Base64 of a packet. */
    private static void assertNoPasswordIn(ProxyProcess proxy) {
        String events = proxy.events();
        String said = proxy.log() + proxy.stderr() + events;
        String packets = BASE64.matcher(events)
                .results()
                .map(found -> new String(Base64.getDecoder().decode(found.group(1)), ISO_8859_1))
                .collect(Collectors.joining("\n"));
        assertFalse(packets.isEmpty(), "the bytes of packets are written");
        for (String password : PASSWORDS) {
            byte[] bytes = password.getBytes(UTF_8);
            assertFalse(said.contains(password), () -> "a password was shown: " + password);
            assertFalse(said.contains(HexFormat.of().formatHex(bytes)), () -> "a password's digits were shown");
            assertFalse(packets.contains(new String(bytes, ISO_8859_1)), () -> "a packet held " + password);
        }
    }
}
