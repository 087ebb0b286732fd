package io.github.mysqlmonitor.bench;

import java.io.IOException;

/** From the start of the process until its port listens, and the memory it then has. The first start is not counted. */
record StartUp() implements Workload {
    /** Time for what is made in the background after a first start. */
    private static final int FIRST_START_MILLIS = 15_000;

    @Override
    public String name() {
        return Workloads.START;
    }

    @Override
    public void measure(Bed bed) throws IOException, InterruptedException {
        bed.coolDown();
        // The one before the first round reads files for the first time, and may prepare what makes later ones faster.
        for (int round = bed.options.quick ? 0 : -1; round < bed.options.starts; round++) {
            for (Subject subject : Bed.rotated(bed.subjects, Math.max(0, round))) {
                if (subject.program().isPresent()) {
                    measure(bed, subject, round);
                }
            }
        }
    }

    private void measure(Bed bed, Subject subject, int round) throws IOException, InterruptedException {
        try (RunningSubject running = bed.start(subject, "start")) {
            if (round >= 0) {
                bed.add(name(), subject.name(), round, Metric.READY_MILLIS, running.readyMillis());
                bed.console.say("%s round %d %s: %.0f ms", name(), round + 1, subject.name(), running.readyMillis());
            } else {
                Thread.sleep(FIRST_START_MILLIS);
            }
        }
    }
}
