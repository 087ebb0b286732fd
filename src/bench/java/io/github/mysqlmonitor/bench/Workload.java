package io.github.mysqlmonitor.bench;

import java.io.IOException;

/** One thing to measure, on all subjects, in all rounds. */
interface Workload {
    String name();

    void measure(Bed bed) throws IOException, InterruptedException;
}
