package io.github.mysqlmonitor.relay;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which clients left before they were logged in, so that abuse is seen and a blocked proxy (1129) can be traced to
 * whoever caused it. Bounded: the client that has been quiet for longest is forgotten first.
 */
final class BrokenHandshakes {
    private static final Logger log = LoggerFactory.getLogger(BrokenHandshakes.class);
    private static final int MAX_CLIENTS = 256;
    private static final int SHOWN = 5;

    private final Map<String, Integer> byClient = new LinkedHashMap<>(16, 0.75f, true);
    private final Occasionally newcomers = new Occasionally();
    private long total;

    /**
     * Says so for the client's first, its tenth, its hundredth, and so on.
     *
     * @param client see {@link Origin#client}
     * @param how in the words of {@link CloseReason}
     */
    void add(String client, String how) {
        int times = count(client);
        if (!isPowerOfTen(times)) {
            return;
        }
        String more = times == 1 ? newcomers.turn() : "";
        if (more != null) {
            log.warn(
                    "client {} did not finish its login {}, the last time: {}{}; if these are health checks:"
                            + " --health-check-networks",
                    client,
                    times == 1 ? "once" : times + " times",
                    how,
                    more);
        }
    }

    private synchronized int count(String client) {
        total++;
        int times = byClient.merge(client, 1, Integer::sum);
        if (byClient.size() > MAX_CLIENTS) {
            byClient.remove(byClient.keySet().iterator().next());
        }
        return times;
    }

    private static boolean isPowerOfTen(int number) {
        int left = number;
        while (left % 10 == 0) {
            left /= 10;
        }
        return left == 1;
    }

    /** Of all clients, those forgotten included. */
    synchronized long total() {
        return total;
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
    synchronized String worst() {
        return byClient.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()))
                .limit(SHOWN)
                .map(client -> client.getKey() + " (" + client.getValue() + ")")
                .collect(Collectors.joining(", "));
    }
}
