package io.github.mysqlmonitor.capture;

import io.github.mysqlmonitor.testing.ServerKind;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** All that is recorded, by name. */
final class Scenarios {
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    record Entry(Recording.Scenario scenario, Set<ServerKind> servers) {}

    static Map<String, Entry> all() {
        Scenarios all = new Scenarios();
        LoginScenarios.addTo(all);
        QueryScenarios.addTo(all);
        StatementScenarios.addTo(all);
        CommandScenarios.addTo(all);
        return all.entries;
    }

    /** @param servers those that it is recorded with; none means all */
    void add(String name, Recording.Scenario scenario, ServerKind... servers) {
        EnumSet<ServerKind> set =
                servers.length == 0 ? EnumSet.allOf(ServerKind.class) : EnumSet.noneOf(ServerKind.class);
        for (ServerKind kind : servers) {
            set.add(kind);
        }
        entries.put(name, new Entry(scenario, set));
    }
}
