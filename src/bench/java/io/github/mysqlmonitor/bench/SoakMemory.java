package io.github.mysqlmonitor.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * Resident memory over time. It is flat if the median of the last fifth of the run is at most so much above the median
 * of the first fifth behind the warm-up; medians, because a collection of garbage is no trend.
 */
final class SoakMemory {
    private static final int WARM_UP_SECONDS = 60;
    private static final int LONG_RUN_SECONDS = 180;
    private static final int PARTS = 5;

    private final int runSeconds;
    private final List<Long> samplesKb = new ArrayList<>();

    SoakMemory(int runSeconds) {
        this.runSeconds = runSeconds;
    }

    /** To be called once a second. */
    void sample(long rssKb) {
        samplesKb.add(rssKb);
    }

    private boolean longRun() {
        return runSeconds >= LONG_RUN_SECONDS;
    }

    private List<Long> warm() {
        int warmUp = Math.min(longRun() ? WARM_UP_SECONDS : runSeconds / 2, samplesKb.size() - 1);
        return samplesKb.subList(warmUp, samplesKb.size());
    }

    private int part() {
        return Math.max(1, warm().size() / PARTS);
    }

    long firstKb() {
        return median(warm().subList(0, part()));
    }

    long lastKb() {
        return median(warm().subList(warm().size() - part(), warm().size()));
    }

    long peakKb() {
        return samplesKb.stream().mapToLong(Long::longValue).max().orElse(0);
    }

    /** 5 % and 8 MB; in a short run, in which the JVM is still growing its heap, 30 % and 32 MB. */
    long allowedKb() {
        return longRun() ? firstKb() * 105 / 100 + 8 * 1024 : firstKb() * 130 / 100 + 32 * 1024;
    }

    boolean flat() {
        return lastKb() <= allowedKb();
    }

    private static long median(List<Long> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }
}
