package io.github.mysqlmonitor.relay;

import java.util.concurrent.TimeUnit;

/** Lets one message through in ten seconds, so that strangers cannot fill the log; for any thread. */
final class Occasionally {
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private boolean said;
    private long saidAtNanos;
    private long unsaid;

    /** @return what to append to the message, which may be nothing; null if it is not to be said */
    synchronized String turn() {
        long now = System.nanoTime();
        if (said && now - saidAtNanos < SILENCE_NANOS) {
            unsaid++;
            return null;
        }
        String more = unsaid == 0 ? "" : " (" + unsaid + " more of the kind were not said)";
        said = true;
        saidAtNanos = now;
        unsaid = 0;
        return more;
    }
}
