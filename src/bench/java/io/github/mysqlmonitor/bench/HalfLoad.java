package io.github.mysqlmonitor.bench;

import java.io.IOException;
import java.util.OptionalDouble;

/**
 * Latency when nothing is saturated: all subjects get the same rate, half of what MySQL Router carries (or, if it is not
 * in the run, half of the slowest).
 */
record HalfLoad() implements Workload {
    @Override
    public String name() {
        return Workloads.LATENCY;
    }

    @Override
    public void measure(Bed bed) throws IOException, InterruptedException {
        long rate = Math.max(1, Math.round(saturation(bed) / 2));
        bed.results.fact("latency.rate", rate + "/s");
        for (int round = 0; round < bed.options.rounds; round++) {
            for (RunningSubject subject : bed.warm(round)) {
                SysbenchRun run = Throughput.run(bed, name(), subject, round, Workloads.POINT.atRate(rate));
                bed.console.say(
                        "%s round %d %s: %.0f/s, p99 %.2f ms",
                        name(), round + 1, subject.name(), run.perSecond(), run.percentile(0.99));
            }
        }
    }

    private double saturation(Bed bed) throws IOException, InterruptedException {
        OptionalDouble router = bed.results.median(Workloads.POINT_8, Subject.ROUTER, Metric.RATE);
        if (router.isPresent()) {
            return router.getAsDouble();
        }
        double least = Double.MAX_VALUE;
        for (RunningSubject subject : bed.warm(0)) {
            double rate = bed.sysbench
                    .run(subject, Workloads.POINT, bed.options.seconds)
                    .perSecond();
            if (subject.name().equals(Subject.ROUTER)) {
                return rate;
            }
            least = Math.min(least, rate);
        }
        return least;
    }
}
