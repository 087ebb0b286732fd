package io.github.mysqlmonitor.capture;

import io.github.mysqlmonitor.testing.ServerKind;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All that is recorded, by name. */
final class Scenarios {
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    /**
     * What is recorded, and with what.
     *
     * @param ownServer options of a server that is started for it, which sees the clients at an address that it may
     *     block, and leave as they do; empty for the server that all share
     */
    record Entry(Recording.Scenario scenario, Set<ServerKind> servers, List<String> ownServer) {}

    static Map<String, Entry> all() {
        Scenarios all = new Scenarios();
        LoginScenarios.addTo(all);
        QueryScenarios.addTo(all);
        StatementScenarios.addTo(all);
        CommandScenarios.addTo(all);
        CompressionScenarios.addTo(all);
        RefusalScenarios.addTo(all);
        return all.entries;
    }

    /** @param servers those that it is recorded with; none means all */
    void add(String name, Recording.Scenario scenario, ServerKind... servers) {
        EnumSet<ServerKind> set =
                servers.length == 0 ? EnumSet.allOf(ServerKind.class) : EnumSet.noneOf(ServerKind.class);
        for (ServerKind kind : servers) {
            set.add(kind);
        }
        entries.put(name, new Entry(scenario, set, List.of()));
    }

    /** With servers that are started for it; see {@link Entry}. */
    void addAlone(String name, Recording.Scenario scenario, String... options) {
        entries.put(name, new Entry(scenario, EnumSet.allOf(ServerKind.class), List.of(options)));
    }
}
