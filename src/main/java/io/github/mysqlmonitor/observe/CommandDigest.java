package io.github.mysqlmonitor.observe;

import io.github.mysqlmonitor.sql.Digester;
import io.github.mysqlmonitor.sql.SqlDialect;
import io.github.mysqlmonitor.sql.StatementDigest;

/** The digest of a command, whose text may hold several statements. */
final class CommandDigest {
    static final StatementDigest NONE = new StatementDigest("", "", "", 0);

    private static final int MAX_STATEMENTS = 100;

    /** A digester keeps its buffers, and serves one thread: that of a sink. */
    private static final ThreadLocal<Digester> DIGESTERS = ThreadLocal.withInitial(Digester::new);

    private CommandDigest() {}

    /**
     * Digests of several statements are joined by {@code ; }; the summary is that of the first.
     *
     * @param hidden of which nothing is shown, as of {@link ValueText#hidden}
     */
    static StatementDigest of(byte[] sql, SqlDialect dialect, int[] hidden) {
        Digester digester = DIGESTERS.get();
        StatementDigest first = digester.digest(sql, 0, sql.length, dialect, hidden);
        if (first.end() >= sql.length) {
            return first;
        }
        StringBuilder text = new StringBuilder(first.text());
        int at = first.end();
        for (int i = 1; i < MAX_STATEMENTS && at < sql.length; i++) {
            StatementDigest next = digester.digest(sql, at, sql.length, dialect, hidden);
            if (!next.text().isEmpty()) {
                text.append("; ").append(next.text());
            }
            at = next.end();
        }
        String all = text.toString();
        return new StatementDigest(all, digester.hash(all), first.summary(), at);
    }
}
