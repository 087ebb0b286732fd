package io.github.mysqlmonitor.bench;

import java.io.IOException;

/**
 * One login after the other. A JVM compiles what logins run long after what queries run: it gets logins until it has,
 * as in a daemon that has been up for a day.
 */
record Connects(String name, Sysbench.Load load) implements Workload {
    /** In lengths of the general warm-up. At some hundred logins a second the compiler needs about 20,000 of them. */
    private static final int WARM_UPS = 3;

    @Override
    public void measure(Bed bed) throws IOException, InterruptedException {
        for (RunningSubject subject : bed.warm(0)) {
            if (subject.java()) {
                bed.console.say("warming up %s for logins", subject.name());
                bed.sysbench.run(subject, load, WARM_UPS * bed.options.warmup);
            }
        }
        new Throughput(name, load).measure(bed);
    }
}
