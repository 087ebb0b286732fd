package io.github.mysqlmonitor.observe;

import java.util.concurrent.TimeUnit;

/** How long a session was idle when the server ended it. What the server says unasked does not count as activity. */
final class IdleWatch {
    private long activeNanos;
    private long endNanos;
    private boolean ended;

    /** The client said something, or the server answered. */
    void active(long nanos) {
        activeNanos = nanos;
    }

    /** The first leg ended; the session is closed later, when the other leg has ended too. */
    void ended(long nanos) {
        if (!ended) {
            ended = true;
            endNanos = nanos;
        }
    }

    /** {@code idle for 28800 s}; empty below a second. */
    String text(long closedNanos) {
        long seconds = TimeUnit.NANOSECONDS.toSeconds((ended ? endNanos : closedNanos) - activeNanos);
        return seconds < 1 ? "" : "idle for " + seconds + " s";
    }
}
