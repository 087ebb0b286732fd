package io.github.mysqlmonitor.bench;

import java.util.List;

/** What {@code --only} leaves: names of workloads narrow the workloads, names of subjects the subjects. */
record Selection(List<String> workloads, List<String> subjects) {
    static Selection of(List<String> names) {
        for (String name : names) {
            if (!Workloads.NAMES.contains(name) && !Lineup.NAMES.contains(name)) {
                throw new Options.UsageException("--only does not know " + name + "; workloads: "
                        + String.join(" ", Workloads.NAMES) + "; subjects: " + String.join(" ", Lineup.NAMES));
            }
        }
        return new Selection(
                names.stream().filter(Workloads.NAMES::contains).toList(),
                names.stream().filter(Lineup.NAMES::contains).toList());
    }

    boolean workload(String name) {
        return workloads.isEmpty() || workloads.contains(name);
    }

    boolean subject(String name) {
        return subjects.isEmpty() || subjects.contains(name);
    }
}
