package io.github.mysqlmonitor.bench;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** One client of the soak: mixed work in a session, and another session whenever that one has ended. */
final class SoakClient implements Runnable {
    private static final int PATIENCE_MILLIS = 180_000;
    private static final int NO_SUCH_TABLE = 1146;
    /** From a table: thousands of temporary ones at a time are more than a server with usual limits makes. */
    static final int ROWS = 150;

    private static final String FILLER = "soak";

    private final SoakBed bed;
    private final int number;
    private final Random random;
    private MySqlSession session;
    private Statements statements;
    private int prepared = -1;
    /** What this client's row of the table holds; -1 if a session ended in a transaction. */
    private int balance = -1;

    SoakClient(SoakBed bed, int number, long seed) {
        this.bed = bed;
        this.number = number;
        this.random = new Random(seed + number);
    }

    @Override
    public void run() {
        try {
            pause();
            while (bed.running()) {
                workOrExplain();
                pause();
            }
            if (session != null) {
                leave();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            bed.failed("client " + number + ": " + e);
        }
    }

    private void workOrExplain() throws IOException, GeneralSecurityException, InterruptedException {
        try {
            work();
        } catch (IOException e) {
            if (session == null || !bed.wasKilled(session.connectionId())) {
                throw e;
            }
            bed.counts.killed.increment();
            session.abort();
            forget();
            balance = -1;
        }
    }

    private void work() throws IOException, GeneralSecurityException, InterruptedException {
        if (session == null) {
            connect();
        }
        int dice = random.nextInt(1000);
        if (dice < 330) {
            text();
        } else if (dice < 600) {
            prepared();
        } else if (dice < 750) {
            rows();
        } else if (dice < 900) {
            transaction();
        } else if (dice < 920) {
            bigRow();
        } else if (dice < 978) {
            error();
        } else if (dice < 990) { // more of these, and most clients only wait for their handshakes
            leave();
        } else if (dice < 995) {
            statements.begin("SELECT " + number + ", '" + FILLER + "'");
            abort();
        } else {
            abort();
        }
    }

    private void connect() throws IOException, GeneralSecurityException, InterruptedException {
        session = bed.open();
        session.patience(PATIENCE_MILLIS);
        statements = new Statements(session, bed.counts);
        prepared = -1;
    }

    private void text() throws IOException {
        int value = random.nextInt(1 << 20);
        expect(
                List.of(List.of(Integer.toString(value * 3), FILLER + value)),
                statements.query("SELECT " + value + " * 3, CONCAT('" + FILLER + "', " + value + ")"));
    }

    private void prepared() throws IOException {
        if (prepared < 0) {
            prepared = statements.prepare("SELECT CONCAT(?, '-', ?), UPPER(?)");
        }
        String value = Integer.toString(random.nextInt(1 << 20));
        expect(
                List.of(List.of(value + "-" + number, "SOAK" + value)),
                statements.execute(prepared, value, Integer.toString(number), FILLER + value));
        if (random.nextInt(10) == 0) {
            statements.close(prepared);
            prepared = -1;
        }
    }

    private void rows() throws IOException {
        List<List<String>> rows =
                statements.query("SELECT i, " + number + ", '" + FILLER + "' FROM test.soak_rows ORDER BY i");
        boolean right = rows.size() == ROWS;
        for (int i = 0; right && i < ROWS; i++) {
            right = rows.get(i).equals(List.of(Integer.toString(i + 1), Integer.toString(number), FILLER));
        }
        expect(true, right);
    }

    /** Nobody else writes this row, so its value is known. */
    private void transaction() throws IOException {
        String mine = " WHERE id = " + number;
        if (balance < 0) {
            // Locks the row, and so waits for a session that was killed while it committed.
            balance = Integer.parseInt(statements
                    .query("SELECT n FROM test.soak" + mine + " FOR UPDATE")
                    .get(0)
                    .get(0));
        }
        int before = balance;
        boolean commit = random.nextBoolean();
        balance = -1; // until it is known again
        statements.query("BEGIN");
        statements.query("UPDATE test.soak SET n = n + 1" + mine);
        expect(List.of(List.of(Integer.toString(before + 1))), statements.query("SELECT n FROM test.soak" + mine));
        statements.query(commit ? "COMMIT" : "ROLLBACK");
        balance = commit ? before + 1 : before;
        expect(List.of(List.of(Integer.toString(balance))), statements.query("SELECT n FROM test.soak" + mine));
    }

    private void bigRow() throws IOException {
        int length = 20_000 + random.nextInt(200_000);
        char character = (char) ('a' + random.nextInt(26));
        List<List<String>> rows = statements.query("SELECT REPEAT('" + character + "', " + length + ")");
        String value = rows.get(0).get(0);
        expect(true, value.length() == length && value.chars().allMatch(c -> c == character));
    }

    private void error() throws IOException {
        try {
            statements.query("SELECT * FROM test.nowhere");
        } catch (Statements.Refused refused) {
            if (refused.code() != NO_SUCH_TABLE) {
                throw refused;
            }
            expect(true, true);
            return;
        }
        expect("ERR " + NO_SUCH_TABLE, "OK");
    }

    private void expect(Object right, Object got) throws IOException {
        bed.counts.verified.increment();
        if (!right.equals(got)) {
            throw new WrongResult("wrong result, expected " + shortened(right) + ", got " + shortened(got));
        }
    }

    private static String shortened(Object value) {
        String text = value.toString();
        return text.length() <= 200 ? text : text.substring(0, 200) + "…";
    }

    /** Wrong whoever was killed: not an IOException. */
    private static final class WrongResult extends RuntimeException {
        private static final long serialVersionUID = 1;

        WrongResult(String message) {
            super(message);
        }
    }

    private void leave() throws IOException {
        MySqlSession left = session;
        try {
            statements.quit();
        } catch (IOException e) {
            if (!bed.wasKilled(left.connectionId())) {
                throw e;
            }
        } finally {
            forget();
        }
    }

    private void abort() throws IOException {
        bed.counts.aborts.increment();
        session.abort();
        forget();
    }

    private void forget() {
        bed.closed(session);
        session = null;
        statements = null;
        prepared = -1;
    }

    private void pause() throws InterruptedException {
        if (bed.running()) {
            TimeUnit.MILLISECONDS.sleep(random.nextInt(2 * bed.options.thinkMillis + 1));
        }
    }
}
