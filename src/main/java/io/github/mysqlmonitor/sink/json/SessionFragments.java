package io.github.mysqlmonitor.sink.json;

import io.github.mysqlmonitor.event.SessionFacts;
import io.github.mysqlmonitor.event.SessionId;

/**
 * The fields of the facts of sessions as they were written last: they are a third of each line, and nearly always the same
 * as before. A slot serves all sessions with the same last bits of their number, so the memory is bounded. For one thread.
 */
final class SessionFragments {
    private static final int SLOTS = 256;
    /** Facts with longer texts are written anew each time. */
    private static final int MAX_BYTES = 4096;

    private final SessionFacts[] facts = new SessionFacts[SLOTS];
    private final byte[][] fragments = new byte[SLOTS][];

    /** As long as nothing changes in a session, its facts are one object. */
    void append(Fields to, LineBuffer lines, SessionId session, SessionFacts told) {
        int slot = (int) (session.number() & SLOTS - 1);
        if (told.equals(facts[slot])) {
            to.again(fragments[slot]);
            return;
        }
        int start = lines.size();
        SessionFields.facts(to, told);
        boolean kept = lines.size() - start <= MAX_BYTES;
        facts[slot] = kept ? told : null;
        fragments[slot] = kept ? lines.since(start) : null;
    }
}
