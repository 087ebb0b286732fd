package io.github.mysqlmonitor.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import sun.misc.Signal;

/**
 * SIGTERM and SIGINT: the first asks for a drain, the second ends it. The JDK has no public way to take a signal without
 * exiting; {@code sun.misc.Signal} is part of its supported {@code jdk.unsupported} module.
 */
final class StopSignal {
    private final CountDownLatch first = new CountDownLatch(1);
    private volatile long atNanos = Long.MIN_VALUE;
    private volatile boolean repeated;

    private StopSignal() {}

    /** Takes both signals from the JVM, whose own reaction would be to exit at once. */
    static StopSignal install() {
        StopSignal stop = new StopSignal();
        Signal.handle(new Signal("TERM"), signal -> stop.raised());
        Signal.handle(new Signal("INT"), signal -> stop.raised());
        return stop;
    }

    private void raised() {
        if (first.getCount() == 0) {
            repeated = true;
        }
        atNanos = System.nanoTime();
        first.countDown();
    }

    /** Waits for the first signal; runs {@code hint} once if it takes longer than {@code hintAfter}. */
    void await(Duration hintAfter, Runnable hint) throws InterruptedException {
        if (!first.await(hintAfter.toMillis(), TimeUnit.MILLISECONDS)) {
            hint.run();
            first.await();
        }
    }

    boolean isRepeated() {
        return repeated;
    }

    long atNanos() {
        return atNanos;
    }
}
