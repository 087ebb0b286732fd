package io.github.mysqlmonitor.clients;

import io.github.mysqlmonitor.clients.LoginClient.Account;
import io.github.mysqlmonitor.clients.LoginClient.Leg;
import io.github.mysqlmonitor.config.ClientSslMode;
import io.github.mysqlmonitor.config.ServerSslMode;
import io.github.mysqlmonitor.testing.TestServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * Logs in to one server with every account, client, leg and pair of modes, and to the server itself for comparison.
 *
 * <p>All logins with the server's cache cold come in one pass after the other, each with an account of its own or with one
 * that did not get in: so that one FLUSH is enough for all. For plugins without a cache there is one pass only.
 */
final class LoginMatrix implements Callable<List<LoginResult>> {
    private final TestServer server;
    private final List<LoginPlace> places;
    private final List<LoginResult> results = new ArrayList<>();
    private final Map<List<Object>, String> direct = new HashMap<>();
    private List<Account> accounts = List.of();
    private Connection admin;

    /** What a client does with an account. */
    private interface Deed {
        String at(int port, Account account);
    }

    /** @param places where the proxy listens for this server */
    LoginMatrix(TestServer server, List<LoginPlace> places) {
        this.server = server;
        this.places = places;
    }

    @Override
    public List<LoginResult> call() throws SQLException {
        try (Connection connection = server.connect()) {
            admin = connection;
            accounts = LoginAccounts.create(server.kind(), connection);
            everyAccount();
            everyUserChange();
            everyCompression();
            everyPairOfModes();
        }
        return results;
    }

    /** Both kinds of client legs, before both kinds of server legs. */
    private void everyAccount() throws SQLException {
        for (LoginClient client : LoginClient.values()) {
            for (Leg leg : List.of(Leg.PLAIN, Leg.TLS)) {
                passes(fourLegs(), client, leg, known(client, accounts), "login", login(client, leg));
            }
        }
    }

    private void everyUserChange() throws SQLException {
        Account first = first(LoginClient.CONNECTOR_J);
        for (Leg leg : List.of(Leg.PLAIN, Leg.TLS, Leg.PLAIN_ZLIB, Leg.TLS_ZLIB)) {
            Deed change = (port, next) -> LoginClient.CONNECTOR_J.outcome(server, port, leg, first, next);
            List<Account> next = known(LoginClient.CONNECTOR_J, accounts);
            if (first != null) {
                passes(fourLegs(), LoginClient.CONNECTOR_J, leg, next, "user change", change);
            }
        }
    }

    private void everyCompression() throws SQLException {
        for (LoginClient client : LoginClient.values()) {
            for (Leg leg : List.of(Leg.PLAIN_ZLIB, Leg.TLS_ZLIB, Leg.PLAIN_ZSTD, Leg.TLS_ZSTD)) {
                Account first = first(client);
                if (first != null && client.compresses(leg, server.kind().isMariaDb())) {
                    passes(fourLegs(), client, leg, List.of(first), "login", login(client, leg));
                }
            }
        }
    }

    /** With one client for each account that has the right password and nothing else special about it. */
    private void everyPairOfModes() throws SQLException {
        List<LoginPlace> others =
                places.stream().filter(place -> !fourLegs().contains(place)).toList();
        for (LoginPlugin plugin : LoginAccounts.plugins(server.kind())) {
            LoginClient client = client(plugin);
            List<Account> account = accounts.stream()
                    .filter(each -> each.plugin() == plugin && each.what().equals("ASCII"))
                    .toList();
            for (Leg leg : List.of(Leg.PLAIN, Leg.TLS)) {
                passes(others, client, leg, account, "login", login(client, leg));
            }
        }
    }

    /** The quickest that sends clear text over a plain leg, too, where that is asked for. */
    private LoginClient client(LoginPlugin plugin) {
        if (plugin.asksForClearText()) {
            return LoginClient.CLI;
        }
        return server.kind().isMariaDb() ? LoginClient.MARIADB_CONNECTOR_J : LoginClient.CONNECTOR_J;
    }

    private void passes(List<LoginPlace> where, LoginClient client, Leg leg, List<Account> all, String what, Deed deed)
            throws SQLException {
        List<Account> cached =
                all.stream().filter(account -> account.plugin().isCached()).toList();
        if (all.stream().anyMatch(account -> !direct.containsKey(key(client, leg, what, account, true)))) {
            directly(client, leg, what, all, true, deed);
            directly(client, leg, what, cached, false, deed);
        }
        for (LoginPlace place : where) {
            through(place, client, leg, what, worthTrying(all, place), true, deed);
            through(place, client, leg, what, worthTrying(cached, place), false, deed);
        }
    }

    private static List<Account> worthTrying(List<Account> all, LoginPlace place) {
        return all.stream()
                .filter(account -> !place.clearTextAllowed() || account.plugin().asksForClearText())
                .toList();
    }

    private void directly(LoginClient client, Leg leg, String what, List<Account> all, boolean cold, Deed deed)
            throws SQLException {
        forget(all, cold);
        for (Account account : all) {
            direct.put(key(client, leg, what, account, cold), deed.at(server.port(), account));
        }
    }

    private void through(
            LoginPlace place, LoginClient client, Leg leg, String what, List<Account> all, boolean cold, Deed deed)
            throws SQLException {
        forget(all, cold);
        for (Account account : all) {
            String without = direct.get(key(client, leg, what, account, cold));
            String expected = place.expected(client, leg, account, without);
            String proxied = deed.at(place.port(), account);
            results.add(new LoginResult(
                    server.kind(), place, client, leg, what, account, cold, without, expected, proxied));
        }
    }

    private static List<Object> key(LoginClient client, Leg leg, String what, Account account, boolean cold) {
        return List.of(client, leg, what, account, cold);
    }

    /** Empties the cache of caching_sha2_password. */
    private void forget(List<Account> all, boolean cold) throws SQLException {
        if (cold && all.stream().anyMatch(account -> account.plugin().isCached())) {
            try (Statement statement = admin.createStatement()) {
                statement.execute("FLUSH PRIVILEGES");
            }
        }
    }

    private List<LoginPlace> fourLegs() {
        return places.stream()
                .filter(place -> place.client() == ClientSslMode.PREFERRED
                        && (place.server() == ServerSslMode.DISABLED || place.server() == ServerSslMode.REQUIRED))
                .toList();
    }

    private Deed login(LoginClient client, Leg leg) {
        return (port, account) -> client.outcome(server, port, leg, account, null);
    }

    private List<Account> known(LoginClient client, List<Account> all) {
        return all.stream()
                .filter(account -> account.plugin().clients(server.kind()).contains(client))
                .toList();
    }

    /** Returns an ordinary account; null if the client knows none. */
    private Account first(LoginClient client) {
        return known(client, accounts).stream()
                .filter(account -> account.what().equals("ASCII"))
                .findFirst()
                .orElse(null);
    }
}
