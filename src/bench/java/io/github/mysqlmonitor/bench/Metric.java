package io.github.mysqlmonitor.bench;

/** What is measured, and in which unit. */
enum Metric {
    /** Queries per second; of the workload {@code connect}, connections per second. */
    RATE,
    /** The subject's own processor time per query, in microseconds. */
    CPU_MICROS,
    P50_MILLIS,
    P95_MILLIS,
    P99_MILLIS,
    /** How long the large result took. */
    SECONDS,
    /** The subject's own processor time for the large result, in seconds. */
    CPU_SECONDS,
    /** Resident memory at the end of a run. */
    RSS_KB,
    /** The most resident memory so far. */
    PEAK_KB,
    /** Resident memory of a started subject that had no session yet. */
    RSS_REST_KB,
    /** What a session without traffic adds to it. */
    RSS_PER_SESSION_KB,
    /** Resident memory a moment after all sessions have closed. */
    RSS_AFTER_KB,
    /** From the start of the process until its port listens. */
    READY_MILLIS,
    /** Bytes allocated on the Java heap per query. */
    GARBAGE_BYTES,
    /** Events that the sink's file says were dropped. */
    DROPPED
}
