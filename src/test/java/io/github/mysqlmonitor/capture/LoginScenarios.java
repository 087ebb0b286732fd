package io.github.mysqlmonitor.capture;

import static io.github.mysqlmonitor.capture.WireClient.BASIC;
import static io.github.mysqlmonitor.capture.WireClient.MODERN;
import static io.github.mysqlmonitor.capture.WireClient.join;
import static io.github.mysqlmonitor.capture.WireClient.text;

import io.github.mysqlmonitor.testing.ServerKind;
import io.github.mysqlmonitor.testing.TestServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Ways to log in, and ways to fail at it. */
final class LoginScenarios {
    private LoginScenarios() {}

    static void addTo(Scenarios all) {
        all.add("login-native", LoginScenarios::nativePassword, ServerKind.MYSQL_8_0, ServerKind.MARIADB_11_4);
        all.add("login-caching-rsa", LoginScenarios::cachingRsa, ServerKind.MYSQL_9, ServerKind.MYSQL_8_0);
        all.add("login-caching-tls", LoginScenarios::cachingTls, ServerKind.MYSQL_9, ServerKind.MYSQL_8_0);
        all.add("login-sha256", LoginScenarios::sha256, ServerKind.MYSQL_9, ServerKind.MYSQL_8_0);
        all.add("login-tls", r -> r.mariaDb("sslMode=trust").close(), ServerKind.MARIADB_11_4);
        all.add("login-refused", LoginScenarios::refused);
        all.add("login-attributes", LoginScenarios::attributes);
        all.add("login-expired", LoginScenarios::expired);
        all.add("login-too-many", LoginScenarios::tooMany);
        all.add("change-user", LoginScenarios::changeUser);
        all.add("change-user-jdbc", LoginScenarios::changeUserJdbc, ServerKind.MYSQL_9, ServerKind.MYSQL_8_0);
    }

    private static void nativePassword(Recording r) throws Exception {
        WireClient client = r.wire(BASIC, "native", Schema.PASSWORD);
        client.query("SELECT CURRENT_USER()");
        client.quit();
    }

    private static void cachingRsa(Recording r) throws Exception {
        r.admin("FLUSH PRIVILEGES");
        for (String round : List.of("cold", "warm")) {
            WireClient client = r.wire(MODERN, "cached", Schema.PASSWORD);
            client.query("SELECT '" + round + "'");
            client.quit();
        }
    }

    private static void cachingTls(Recording r) throws Exception {
        r.admin("FLUSH PRIVILEGES");
        for (int i = 0; i < 2; i++) {
            r.mysql("sslMode=REQUIRED", "cached", Schema.PASSWORD).close();
        }
    }

    private static void sha256(Recording r) throws Exception {
        WireClient client = r.connect().database("");
        client.login("sha256", Schema.PASSWORD, MODERN & ~WireClient.CONNECT_WITH_DB);
        client.query("SELECT 1");
        client.quit();
    }

    private static void refused(Recording r) throws Exception {
        r.wire(BASIC, TestServer.USER, "wrong").close();
        r.wire(BASIC, "nobody", "wrong").close();
        WireClient noSuchSchema = r.connect().database("no_such_schema");
        noSuchSchema.login(TestServer.USER, TestServer.PASSWORD, MODERN);
        noSuchSchema.close();
    }

    private static void attributes(Recording r) throws Exception {
        WireClient client = r.connect();
        client.login(
                TestServer.USER,
                TestServer.PASSWORD,
                MODERN | WireClient.CONNECT_ATTRS,
                "program_name",
                "recorder",
                "_pid",
                "4711",
                "note",
                "Zürich",
                "empty",
                "");
        client.quit();
        WireClient empty = r.wire(MODERN, "empty_pw", "");
        empty.quit();
    }

    private static void expired(Recording r) throws Exception {
        String secret = "'" + Schema.PASSWORD + "'";
        r.admin("DROP USER IF EXISTS old@'%'", "CREATE USER old@'%' IDENTIFIED BY " + secret + " PASSWORD EXPIRE");
        WireClient unable = r.connect();
        unable.login("old", Schema.PASSWORD, MODERN & ~WireClient.CONNECT_WITH_DB);
        unable.close();
        WireClient able = r.connect();
        able.login("old", Schema.PASSWORD, (MODERN & ~WireClient.CONNECT_WITH_DB) | WireClient.EXPIRED_PASSWORDS);
        able.query("SELECT 1");
        able.query(
                r.server().kind().isMariaDb() ? "SET PASSWORD = PASSWORD(" + secret + ")" : "SET PASSWORD = " + secret);
        able.query("SELECT 2");
        able.quit();
    }

    private static void tooMany(Recording r) throws Exception {
        try (Connection admin = r.server().connect()) {
            Recording.execute(admin, "SET GLOBAL max_connections = 10");
            List<WireClient> open = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                WireClient client = r.connect();
                client.login("empty_pw", "", BASIC);
                open.add(client);
            }
            WireClient atTheGreeting = r.connect();
            atTheGreeting.greeting();
            r.wire(BASIC).close(); // one more than the one more that is let in, to see whether it is an administrator
            open.add(atTheGreeting);
            for (WireClient client : open) {
                client.close();
            }
            Recording.execute(admin, "SET GLOBAL max_connections = 151");
        }
    }

    private static void changeUser(Recording r) throws Exception {
        WireClient client = r.wire(MODERN | WireClient.CONNECT_ATTRS);
        client.query("SET @x = 1");
        client.query("PREPARE p FROM 'SELECT 1'");
        byte[] charset = {45, 0};
        byte[] rest = join(charset, text("caching_sha2_password"), new byte[] {0, 0});
        client.post(0x11, text("empty_pw"), new byte[] {0, 0}, text("test"), new byte[] {0}, rest);
        client.authenticate("");
        client.query("SELECT @x, CURRENT_USER()");
        client.post(0x11, text(TestServer.USER), new byte[] {0, 0}, text("test"), new byte[] {0}, rest);
        client.authenticate(TestServer.PASSWORD);
        client.query("SELECT CURRENT_USER()");
        client.post(0x11, text(TestServer.USER), new byte[] {0, 0}, text("test"), new byte[] {0}, rest);
        client.authenticate("wrong");
        client.close();
    }

    private static void changeUserJdbc(Recording r) throws SQLException {
        try (Connection connection = r.mysql("useUsageAdvisor=false")) {
            connection.unwrap(com.mysql.cj.jdbc.JdbcConnection.class).changeUser("cached", Schema.PASSWORD);
            Recording.execute(connection, "SELECT CURRENT_USER()");
            connection.unwrap(com.mysql.cj.jdbc.JdbcConnection.class).resetServerState();
        }
    }
}
