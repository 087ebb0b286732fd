package io.github.mysqlmonitor.bench;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Kills sessions of the soak on the server, from a session that does not go through the proxy. */
final class SoakKiller implements Runnable {
    private static final int NO_SUCH_THREAD = 1094;
    /** On average each session is killed once in so many pauses of its client. */
    private static final int ROUNDS = 200;

    private final SoakBed bed;
    private final Random random;

    SoakKiller(SoakBed bed, long seed) {
        this.bed = bed;
        this.random = new Random(seed);
    }

    @Override
    public void run() {
        long napMicros = Math.max(1000, 1000L * bed.options.thinkMillis * ROUNDS / bed.options.sessions);
        try (MySqlSession session = bed.openDirectly()) {
            Statements statements = new Statements(session, new Counts());
            while (bed.running()) {
                TimeUnit.MICROSECONDS.sleep(napMicros);
                List<Long> open = bed.openIds();
                if (!open.isEmpty()) {
                    kill(statements, open.get(random.nextInt(open.size())));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | GeneralSecurityException e) {
            bed.failed("killer: " + e);
        }
    }

    private void kill(Statements statements, long connectionId) throws IOException {
        bed.kill(connectionId);
        try {
            statements.query((random.nextBoolean() ? "KILL " : "KILL CONNECTION ") + connectionId);
        } catch (Statements.Refused refused) {
            if (refused.code() != NO_SUCH_THREAD) {
                throw refused;
            }
        }
    }
}
