package io.github.mysqlmonitor.bench;

import java.util.concurrent.atomic.LongAdder;

/** What the clients did, all of them together. */
final class Counts {
    /** Commands that a client began to send. */
    final LongAdder attempted = new LongAdder();
    /** Commands whose answer a client has read to its end. */
    final LongAdder completed = new LongAdder();
    /** Answers that were compared with what they must be. */
    final LongAdder verified = new LongAdder();

    final LongAdder logins = new LongAdder();
    final LongAdder aborts = new LongAdder();
    /** Sessions that noticed that the server had killed them. */
    final LongAdder killed = new LongAdder();
}
