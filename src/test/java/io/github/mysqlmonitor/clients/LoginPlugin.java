package io.github.mysqlmonitor.clients;

import io.github.mysqlmonitor.testing.ServerKind;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What an account demands of whoever logs in, and which servers and clients know it. */
enum LoginPlugin {
    NATIVE("mysql_native_password", false, 1),
    CACHING_SHA2("caching_sha2_password", true, 1),
    SHA256("sha256_password", false, 1),
    CLEAR_TEXT("mysql_clear_password", false, 1),
    ED25519("ed25519", false, 1),
    PARSEC("parsec", false, 1),
    TWO_FACTORS("caching_sha2_password, then mysql_clear_password", true, 2),
    THREE_FACTORS("caching_sha2_password, then mysql_clear_password twice", true, 3);

    /** By MySQL's test plugin, whose passwords stand in the account as they are. */
    private static final String CLEAR = "cleartext_plugin_server";

    private static final String ONLY_11_8 = "not in the archive of this server";
    private static final String ONLY_MARIADB = "only MariaDB has it";

    private final String title;
    private final boolean cached;
    private final int factors;

    LoginPlugin(String title, boolean cached, int factors) {
        this.title = title;
        this.cached = cached;
        this.factors = factors;
    }

    /** Whether the server remembers who came in, and asks less the next time. */
    boolean isCached() {
        return cached;
    }

    int factors() {
        return factors;
    }

    /** Whether clients that come so far send a password in clear, whatever protects their leg. */
    boolean asksForClearText() {
        return this == CLEAR_TEXT || factors > 1;
    }

    /** Why no account of this kind of server can be tried; empty if one can. */
    String obstacle(ServerKind server) {
        return switch (this) {
            case NATIVE ->
                switch (server) {
                    case MYSQL_9 -> "MySQL 9 has it no more";
                    case MYSQL_8_0, MARIADB_11_4 -> "";
                    case MARIADB_11_8 -> "as in MariaDB 11.4";
                };
            case CACHING_SHA2 -> server == ServerKind.MARIADB_11_4 ? ONLY_11_8 : "";
            case SHA256 -> server.isMariaDb() ? "MariaDB does not have it" : "";
            case CLEAR_TEXT, TWO_FACTORS, THREE_FACTORS ->
                switch (server) {
                    case MYSQL_9 -> "";
                    case MYSQL_8_0 -> "its archive has no plugin that asks for clear text";
                    case MARIADB_11_4, MARIADB_11_8 ->
                        this == CLEAR_TEXT ? "none of its plugins asks for it" : "MariaDB asks for one factor";
                };
            case ED25519, PARSEC ->
                switch (server) {
                    case MYSQL_9, MYSQL_8_0 -> ONLY_MARIADB;
                    case MARIADB_11_4 -> ONLY_11_8;
                    case MARIADB_11_8 -> "";
                };
        };
    }

    /** The clients that can log in to such an account of such a server. */
    Set<LoginClient> clients(ServerKind server) {
        Set<LoginClient> clients = switch (this) {
            case NATIVE, CACHING_SHA2, CLEAR_TEXT -> EnumSet.allOf(LoginClient.class);
            case SHA256 -> EnumSet.of(LoginClient.CLI, LoginClient.CONNECTOR_J);
            case ED25519, PARSEC -> EnumSet.of(LoginClient.MARIADB_CLI, LoginClient.MARIADB_CONNECTOR_J);
            case TWO_FACTORS, THREE_FACTORS -> EnumSet.of(LoginClient.CLI, LoginClient.CONNECTOR_J);
        };
        if (!server.isMariaDb()) {
            clients.remove(LoginClient.MARIADB_CLI);
        }
        return clients;
    }

    /** The clause of CREATE USER. */
    String identified(ServerKind server, List<String> passwords) {
        String first = quoted(passwords.get(0));
        return switch (this) {
            case NATIVE, CACHING_SHA2, SHA256, ED25519, PARSEC ->
                server.isMariaDb()
                        ? "IDENTIFIED VIA " + title + " USING PASSWORD(" + first + ")"
                        : "IDENTIFIED WITH " + title + " BY " + first;
            case CLEAR_TEXT -> "IDENTIFIED WITH " + CLEAR + " AS " + first;
            case TWO_FACTORS -> "IDENTIFIED WITH caching_sha2_password BY " + first + and(passwords.get(1));
            case THREE_FACTORS ->
                "IDENTIFIED WITH caching_sha2_password BY " + first + and(passwords.get(1)) + and(passwords.get(2));
        };
    }

    private static String and(String password) {
        return " AND IDENTIFIED WITH " + CLEAR + " AS " + quoted(password);
    }

    private static String quoted(String text) {
        return "'" + text + "'";
    }

    @Override
    public String toString() {
        return title;
    }
}
