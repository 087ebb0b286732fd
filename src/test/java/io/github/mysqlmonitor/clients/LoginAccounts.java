package io.github.mysqlmonitor.clients;

import io.github.mysqlmonitor.clients.LoginClient.Account;
import io.github.mysqlmonitor.testing.ServerKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The accounts of the login matrix: with every plugin that a server has, and in every state that a server refuses. */
final class LoginAccounts {
    static final String ASCII = "right-Password-1";
    private static final String UNICODE = "pässwörd-ключ-鍵-🔑";
    /** With its NUL as long as fits into a block of 2048 bits. */
    private static final String LONGEST = "Lg9-".repeat(53) + "x";

    private static final String SECOND = "second-Factor-2";
    private static final String THIRD = "third-Factor-3";
    private static final String WRONG = "wrong-Password-0";

    /** None of these may be seen anywhere. */
    static final List<String> PASSWORDS = List.of(ASCII, UNICODE, LONGEST, SECOND, THIRD, WRONG);

    private final ServerKind kind;
    private final Statement statement;
    private final List<Account> accounts = new ArrayList<>();

    private LoginAccounts(ServerKind kind, Statement statement) {
        this.kind = kind;
        this.statement = statement;
    }

    /** Creates them; those come first that do not fill the server's cache. */
    static List<Account> create(ServerKind kind, Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            LoginAccounts all = new LoginAccounts(kind, statement);
            all.installPlugins();
            for (LoginPlugin plugin : plugins(kind)) {
                all.with(plugin);
            }
            return List.copyOf(all.accounts);
        }
    }

    static List<LoginPlugin> plugins(ServerKind kind) {
        return Stream.of(LoginPlugin.values())
                .filter(plugin -> plugin.obstacle(kind).isEmpty())
                .toList();
    }

    private void installPlugins() throws SQLException {
        switch (kind) {
            case MYSQL_9 -> statement.execute("INSTALL PLUGIN cleartext_plugin_server SONAME 'auth_test_plugin.so'");
            case MARIADB_11_8 -> {
                statement.execute("INSTALL SONAME 'auth_ed25519'");
                statement.execute("INSTALL SONAME 'auth_parsec'");
            }
            case MYSQL_8_0, MARIADB_11_4 -> {}
        }
    }

    private void with(LoginPlugin plugin) throws SQLException {
        String name = "m_" + plugin.name().toLowerCase(Locale.ROOT) + "_";
        if (plugin.factors() > 1) {
            List<String> right = List.of(ASCII, SECOND, THIRD).subList(0, plugin.factors());
            for (int factor = 0; factor < right.size(); factor++) {
                List<String> wrong = new ArrayList<>(right);
                wrong.set(factor, WRONG);
                accounts.add(
                        new Account(name + "ascii", plugin, wrong, factor > 0, "factor " + (factor + 1) + " wrong"));
            }
            accounts.add(create(new Account(name + "ascii", plugin, right, true, "ASCII"), ""));
            return;
        }
        boolean clear = plugin.asksForClearText();
        accounts.add(new Account(name + "ascii", plugin, List.of(WRONG), clear, "wrong"));
        accounts.add(new Account(name + "ascii", plugin, List.of(""), clear, "none"));
        accounts.add(new Account(name + "empty", plugin, List.of(WRONG), clear, "wrong, it is empty"));
        accounts.add(new Account("m_nobody", plugin, List.of(ASCII), false, "nobody"));
        accounts.add(create(new Account(name + "ascii", plugin, List.of(ASCII), clear, "ASCII"), ""));
        accounts.add(create(new Account(name + "unicode", plugin, List.of(UNICODE), clear, "other characters"), ""));
        accounts.add(create(new Account(name + "long", plugin, List.of(LONGEST), clear, "longest"), ""));
        accounts.add(create(new Account(name + "empty", plugin, List.of(""), clear, "empty"), ""));
        accounts.add(create(new Account(name + "locked", plugin, List.of(ASCII), clear, "locked"), "ACCOUNT LOCK"));
        if (plugin != LoginPlugin.CLEAR_TEXT) { // whose passwords the server does not keep, so they never expire
            accounts.add(
                    create(new Account(name + "expired", plugin, List.of(ASCII), clear, "expired"), "PASSWORD EXPIRE"));
        }
    }

    private Account create(Account account, String more) throws SQLException {
        statement.execute("CREATE USER " + account.user() + " "
                + account.plugin().identified(kind, account.passwords()) + " " + more);
        return account;
    }
}
