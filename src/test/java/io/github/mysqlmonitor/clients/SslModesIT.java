package io.github.mysqlmonitor.clients;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mysqlmonitor.config.ClientSslMode;
import io.github.mysqlmonitor.config.ServerSslMode;
import io.github.mysqlmonitor.testing.ObservedProxy;
import io.github.mysqlmonitor.testing.ServerKind;
import io.github.mysqlmonitor.testing.TestServer;
import io.github.mysqlmonitor.testing.TlsSetup;
import io.github.mysqlmonitor.tls.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients in each of their ssl-modes meet the proxy as they meet a server that has the proxy's certificate. */
class SslModesIT {
    @TempDir
    private static Path dir;

    private static TestAuthority ours;
    private static TestAuthority foreign;
    private static TestServer mysql;
    private static TestServer mariaDb;

    @BeforeAll
    static void start() throws IOException, GeneralSecurityException {
        ours = new TestAuthority(dir, "ours")
                .issue("good", TestAuthority.RSA, "subjectAltName=DNS:localhost,IP:127.0.0.1")
                .issue("other-host", TestAuthority.RSA, "subjectAltName=DNS:db.example.com");
        foreign = new TestAuthority(dir, "foreign")
                .issue("untrusted", TestAuthority.RSA, "subjectAltName=DNS:localhost,IP:127.0.0.1");
        SslClient.makeStore(ours.certificate());
        Files.copy(ours.cert("good"), current());
        Files.copy(ours.key("good"), currentKey());
        Path both = Files.writeString(
                dir.resolve("both.pem"),
                Files.readString(ours.certificate()) + Files.readString(foreign.certificate()));
        String[] tls = {"--ssl-ca=" + both, "--ssl-cert=" + current(), "--ssl-key=" + currentKey()};
        mysql = TestServer.start(ServerKind.MYSQL_9, tls);
        mariaDb = TestServer.start(ServerKind.MARIADB_11_4, tls);
    }

    @AfterAll
    static void stop() {
        Stream.of(mysql, mariaDb).filter(Objects::nonNull).forEach(TestServer::close);
    }

    private static Path current() {
        return dir.resolve("current.pem");
    }

    private static Path currentKey() {
        return dir.resolve("current-key.pem");
    }

    @ParameterizedTest
    @CsvSource({"good, ours", "untrusted, foreign", "other-host, ours"})
    void certificatesAreJudgedAsTheServersOwn(String leaf, String issuer) throws IOException, SQLException {
        TestAuthority authority = issuer.equals("ours") ? ours : foreign;
        use(authority, leaf);
        TlsSetup setup = new TlsSetup().certificate(authority.cert(leaf), authority.key(leaf));
        compare(setup, mysql, mariaDb);
    }

    /** The server behind the proxy offers TLS and demands none; the one beside it does as the proxy. */
    @ParameterizedTest
    @EnumSource(names = {"REQUIRED", "DISABLED"})
    void modesOfTheClientLegAreAsTheServersOwn(ClientSslMode mode) throws IOException, SQLException {
        use(ours, "good");
        TlsSetup setup =
                new TlsSetup().certificate(ours.cert("good"), ours.key("good")).modes(mode, ServerSslMode.AS_CLIENT);
        boolean required = mode == ClientSslMode.REQUIRED;
        String ca = "--ssl-ca=" + ours.certificate();
        String cert = "--ssl-cert=" + current();
        String key = "--ssl-key=" + currentKey();
        String demand = "--require-secure-transport=ON";
        try (TestServer mysqlAlike = required
                        ? TestServer.start(ServerKind.MYSQL_9, ca, cert, key, demand)
                        : TestServer.start(ServerKind.MYSQL_9, "--tls-version=");
                TestServer mariaDbAlike = required
                        ? TestServer.start(ServerKind.MARIADB_11_4, ca, cert, key, demand)
                        : TestServer.start(ServerKind.MARIADB_11_4, "--ssl=0")) {
            compare(setup, mysqlAlike, mariaDbAlike);
        }
    }

    private static void use(TestAuthority authority, String leaf) throws IOException, SQLException {
        Files.copy(authority.cert(leaf), current(), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(authority.key(leaf), currentKey(), StandardCopyOption.REPLACE_EXISTING);
        execute(mysql, "ALTER INSTANCE RELOAD TLS");
        execute(mariaDb, "FLUSH SSL");
    }

    private void compare(TlsSetup setup, TestServer mysqlServer, TestServer mariaDbServer) {
        try (ObservedProxy beforeMysql = ObservedProxy.before(mysql, setup);
                ObservedProxy beforeMariaDb = ObservedProxy.before(mariaDb, setup)) {
            assertAll(Stream.of(SslClient.values()).map(client -> (Executable) () -> {
                TestServer server = client.isMariaDb() ? mariaDbServer : mysqlServer;
                ObservedProxy proxy = client.isMariaDb() ? beforeMariaDb : beforeMysql;
                String direct = client.outcome(server, server.port(), ours.certificate());
                assertEquals(direct, client.outcome(server, proxy.port(), ours.certificate()), client::toString);
            }));
        }
    }

    private static void execute(TestServer server, String... statements) throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
