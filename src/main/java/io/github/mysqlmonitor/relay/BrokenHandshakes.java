package io.github.mysqlmonitor.relay;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Which clients left before their login, so that a blocked proxy (1129) can be traced to whoever caused it. Bounded:
 * the client that has been quiet for longest is forgotten first.
 */
final class BrokenHandshakes {
    private static final int MAX_CLIENTS = 256;
    private static final int SHOWN = 5;

    private final Map<String, Integer> byClient = new LinkedHashMap<>(16, 0.75f, true);

    synchronized void add(String client) {
        byClient.merge(client, 1, Integer::sum);
        if (byClient.size() > MAX_CLIENTS) {
            byClient.remove(byClient.keySet().iterator().next());
        }
    }

    /** Why the server blocks the proxy, who caused it as far as the proxy knows, and what helps. */
    String explanation() {
        String worst = worst();
        return "the server counts broken handshakes of all clients against the proxy's address"
                + (worst.isEmpty() ? "" : "; clients that left before their login: " + worst)
                + "; unblock on the server with TRUNCATE TABLE performance_schema.host_cache (MariaDB: mariadb-admin"
                + " flush-hosts), and raise max_connect_errors";
    }

    /** The worst few as {@code 10.0.0.7 (41), 10.0.0.9 (2)}; empty if there were none. */
    private synchronized String worst() {
        return byClient.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()))
                .limit(SHOWN)
                .map(client -> client.getKey() + " (" + client.getValue() + ")")
                .collect(Collectors.joining(", "));
    }
}
