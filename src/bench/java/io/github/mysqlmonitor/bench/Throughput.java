package io.github.mysqlmonitor.bench;

import java.io.IOException;

/** As much as goes through, and what each query costs the subject. */
record Throughput(String name, Sysbench.Load load) implements Workload {
    @Override
    public void measure(Bed bed) throws IOException, InterruptedException {
        for (int round = 0; round < bed.options.rounds; round++) {
            for (RunningSubject subject : bed.warm(round)) {
                SysbenchRun run = run(bed, name, subject, round, load);
                bed.console.say("%s round %d %s: %.0f/s", name, round + 1, subject.name(), run.perSecond());
            }
        }
    }

    /** One run of one subject, with all that can be read from outside. */
    static SysbenchRun run(Bed bed, String workload, RunningSubject subject, int round, Sysbench.Load load)
            throws IOException, InterruptedException {
        SysbenchRun run = bed.sysbench.run(subject, load, bed.options.seconds);
        bed.add(workload, subject.name(), round, Metric.RATE, run.perSecond());
        bed.add(workload, subject.name(), round, Metric.P50_MILLIS, run.percentile(0.50));
        bed.add(workload, subject.name(), round, Metric.P95_MILLIS, run.percentile(0.95));
        bed.add(workload, subject.name(), round, Metric.P99_MILLIS, run.percentile(0.99));
        if (subject.process().isPresent()) {
            Child process = subject.process().get();
            bed.add(workload, subject.name(), round, Metric.CPU_MICROS, run.cpuMicrosPerQuery());
            bed.add(workload, subject.name(), round, Metric.RSS_KB, process.rssKb());
            bed.add(workload, subject.name(), round, Metric.PEAK_KB, process.peakKb());
        }
        if (subject.writesFile()) {
            bed.add(workload, subject.name(), round, Metric.DROPPED, subject.takeLosses());
        }
        return run;
    }
}
