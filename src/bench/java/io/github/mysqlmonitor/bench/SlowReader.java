package io.github.mysqlmonitor.bench;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.concurrent.TimeUnit;

/** A client that reads one result during the whole soak, two rows of 128 KiB a second. */
final class SlowReader implements Runnable {
    private static final int ROW_BYTES = 128 * 1024;
    private static final int ROW_MILLIS = 500;

    private final SoakBed bed;
    private int rows;

    SlowReader(SoakBed bed) {
        this.bed = bed;
    }

    @Override
    public void run() {
        int wanted = Math.max(1, bed.options.seconds * 1000 / ROW_MILLIS);
        try {
            MySqlSession session = bed.open();
            bed.closed(session); // nobody is to kill it
            Statements statements = new Statements(session, bed.counts);
            statements.query("SET SESSION net_write_timeout = 3600, cte_max_recursion_depth = 1000000");
            statements.query(
                    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + wanted
                            + ") SELECT REPEAT('s', " + ROW_BYTES + ") FROM n",
                    row -> {
                        rows += row.get(0).length == ROW_BYTES ? 1 : 0;
                        pause();
                    });
            if (rows != wanted) {
                bed.failed("the slow reader got " + rows + " right rows of " + wanted);
            }
            bed.counts.verified.increment();
            statements.quit();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | GeneralSecurityException e) {
            bed.failed("slow reader: " + e);
        }
    }

    private void pause() throws IOException {
        try {
            if (bed.running()) {
                TimeUnit.MILLISECONDS.sleep(ROW_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
