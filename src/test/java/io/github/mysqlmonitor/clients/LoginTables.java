package io.github.mysqlmonitor.clients;

import io.github.mysqlmonitor.config.ClientSslMode;
import io.github.mysqlmonitor.testing.ServerKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The results of the login matrix as tables in Markdown. */
final class LoginTables {
    private static final String CLEAR_TEXT_REFUSED = "ERR 1045: clear text";

    private final List<LoginResult> results;

    LoginTables(List<LoginResult> results) {
        this.results = results;
    }

    String markdown() {
        return tried() + "\n" + legs() + "\n" + modes();
    }

    /** Who tried what. */
    private String tried() {
        StringBuilder text = new StringBuilder(2000).append("Plugins and the clients that tried them:\n\n| Plugin |");
        for (ServerKind server : ServerKind.values()) {
            text.append(' ').append(title(server)).append(" |");
        }
        text.append("\n| --- |")
                .append(" --- |".repeat(ServerKind.values().length))
                .append('\n');
        for (LoginPlugin plugin : LoginPlugin.values()) {
            text.append("| ").append(plugin).append(" |");
            for (ServerKind server : ServerKind.values()) {
                String clients = results.stream()
                        .filter(result ->
                                result.server() == server && result.account().plugin() == plugin && result.isOk())
                        .map(LoginResult::client)
                        .sorted()
                        .distinct()
                        .map(LoginClient::toString)
                        .collect(Collectors.joining(", "));
                String obstacle = plugin.obstacle(server);
                text.append(' ')
                        .append(obstacle.isEmpty() ? clients : "not tested: " + obstacle)
                        .append(" |");
            }
            text.append('\n');
        }
        return text.toString();
    }

    /** What protects the legs, by plugin. */
    private String legs() {
        StringBuilder text = new StringBuilder(2000).append("By what protects the legs (client leg → server leg):\n\n");
        text.append("| Server | Plugin | Server's cache | plain → plain | plain → TLS | TLS → plain | TLS → TLS |\n");
        text.append("| --- | --- | --- | --- | --- | --- | --- |\n");
        for (ServerKind server : ServerKind.values()) {
            for (LoginPlugin plugin : LoginAccounts.plugins(server)) {
                for (boolean cold : plugin.isCached() ? new boolean[] {true, false} : new boolean[] {true}) {
                    text.append("| ")
                            .append(title(server))
                            .append(" | ")
                            .append(plugin)
                            .append(" | ");
                    text.append(plugin.isCached() ? cold ? "cold" : "warm" : "none")
                            .append(" |");
                    for (boolean clientTls : new boolean[] {false, true}) {
                        for (String mode : List.of("DISABLED", "REQUIRED")) {
                            text.append(' ')
                                    .append(cell(result -> result.server() == server
                                            && result.account().plugin() == plugin
                                            && result.cold() == cold
                                            && result.leg().tls == clientTls
                                            && result.place().client() == ClientSslMode.PREFERRED
                                            && result.place().server().name().equals(mode)));
                            text.append(" |");
                        }
                    }
                    text.append('\n');
                }
            }
        }
        return text.toString();
    }

    /** Pairs of modes, those with the same results in one row. */
    private String modes() {
        StringBuilder text =
                new StringBuilder(3000).append("By the modes, with all of these plugins, cold and warm:\n\n");
        text.append("| `--client-ssl-mode` | `--server-ssl-mode` | The client |");
        for (ServerKind server : ServerKind.values()) {
            text.append(' ').append(title(server)).append(" |");
        }
        text.append("\n| --- | --- | --- |")
                .append(" --- |".repeat(ServerKind.values().length))
                .append('\n');
        for (ClientSslMode client : ClientSslMode.values()) {
            for (boolean tls : new boolean[] {true, false}) {
                rows(client, tls)
                        .forEach((cells, modes) -> text.append("| ")
                                .append(client)
                                .append(" | ")
                                .append(String.join(", ", modes))
                                .append(tls ? " | asks for TLS |" : " | does not |")
                                .append(cells)
                                .append('\n'));
            }
        }
        return text.toString();
    }

    private Map<String, List<String>> rows(ClientSslMode client, boolean tls) {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        for (LoginPlace place : LoginPlace.all()) {
            if (place.client() == client) {
                StringBuilder cells = new StringBuilder(200);
                for (ServerKind server : ServerKind.values()) {
                    cells.append(' ')
                            .append(cell(result -> result.server() == server
                                    && result.leg().tls == tls
                                    && result.place().client() == client
                                    && result.place().server() == place.server()));
                    cells.append(" |");
                }
                rows.computeIfAbsent(cells.toString(), none -> new ArrayList<>())
                        .add(place.server().toString());
            }
        }
        return rows;
    }

    /** What all these results have in common, or in what they differ. */
    private String cell(Predicate<LoginResult> which) {
        Set<String> outcomes = new LinkedHashSet<>();
        boolean allowed = false;
        for (LoginResult result : (Iterable<LoginResult>) results.stream().filter(which)::iterator) {
            if (!result.isAsExpected()) {
                outcomes.add("WRONG: " + result.proxied());
            } else if (result.place().clearTextAllowed()) {
                allowed |= result.isOk();
            } else if (!result.expected().equals(result.direct())) {
                outcomes.add(refusal(result.expected()));
            } else if (result.isOk()) {
                outcomes.add("ok");
            }
        }
        List<String> sorted = outcomes.stream()
                .sorted((one, other) -> Boolean.compare(!one.equals("ok"), !other.equals("ok")))
                .toList();
        return String.join("; ", sorted)
                + (allowed && outcomes.contains(CLEAR_TEXT_REFUSED) ? ", ok where allowed" : "");
    }

    private static String refusal(String message) {
        return switch (message) {
            case LoginPlace.REFUSAL -> CLEAR_TEXT_REFUSED;
            default -> message.startsWith("Connections using insecure") ? "ERR 3159" : "no TLS offered";
        };
    }

    private static String title(ServerKind server) {
        return switch (server) {
            case MYSQL_9 -> "MySQL 9.7";
            case MYSQL_8_0 -> "MySQL 8.0.33";
            case MARIADB_11_4 -> "MariaDB 11.4";
            case MARIADB_11_8 -> "MariaDB 11.8";
        };
    }

    /** The servers that have to be there for the tables to be complete. */
    static boolean areComplete(List<ServerKind> servers) {
        return servers.containsAll(Stream.of(ServerKind.values()).toList());
    }
}
