package io.github.mysqlmonitor.observe;

import io.github.mysqlmonitor.sql.SecretMask;
import io.github.mysqlmonitor.sql.SqlDialect;
import io.github.mysqlmonitor.sql.StatementDigest;
import io.github.mysqlmonitor.sql.TraceParent;
import java.util.Arrays;
import java.util.BitSet;

/**
 * The SQL of a command, or its beginning, with what is found in it: worked out when somebody asks and kept, because the
 * executions of a prepared statement share it. May be used from any thread; if two work it out at the same time, both get
 * the same.
 */
final class Statement {
    static final Statement NONE = new Statement(new byte[0], 0);

    static final int HEAD_BYTES = 200;

    private final byte[] bytes;
    private final long length;
    private Digested digested;
    private Secrets secrets;
    private TraceParent trace;
    private Head head;

    /**
     * @param bytes as they were sent, not masked; never changed
     * @param length of the whole statement, of which they may be the beginning
     */
    Statement(byte[] bytes, long length) {
        this.bytes = bytes;
        this.length = length;
    }

    byte[] bytes() {
        return bytes;
    }

    long length() {
        return length;
    }

    boolean truncated() {
        return bytes.length != length;
    }

    /** @param dialect how the server reads it now, which may have changed since it was prepared */
    StatementDigest digest(SqlDialect dialect, ValueText policy) {
        if (bytes.length == 0) {
            return CommandDigest.NONE;
        }
        Digested worked = digested;
        if (worked == null || !worked.dialect.equals(dialect)) {
            worked = new Digested(dialect, CommandDigest.of(bytes, dialect, policy.hidden(bytes, dialect)));
            digested = worked;
        }
        return worked.digest;
    }

    /** Which of its parameters stand for passwords; not to be changed. */
    BitSet secretParameters() {
        Secrets worked = secrets;
        if (worked == null) {
            worked = new Secrets(SecretMask.parameters(bytes, truncated()));
            secrets = worked;
        }
        return worked.parameters;
    }

    /** What its comments say of the trace that it belongs to. */
    TraceParent trace() {
        TraceParent worked = trace;
        if (worked == null) {
            worked = TraceParent.inComments(bytes);
            trace = worked;
        }
        return worked;
    }

    /** Its first bytes as text, as the policy wants it. */
    String head(SqlDialect dialect, ValueText policy) {
        Head worked = head;
        if (worked == null || !worked.policy.writesAs(policy) || !worked.dialect.equals(dialect)) {
            byte[] first = Arrays.copyOf(bytes, Math.min(bytes.length, HEAD_BYTES));
            worked = new Head(dialect, policy, policy.sql(first, dialect.charset(), dialect));
            head = worked;
        }
        return worked.text;
    }

    /** Final fields make what they hold visible to all threads, without a lock. */
    private record Digested(SqlDialect dialect, StatementDigest digest) {}

    private record Head(SqlDialect dialect, ValueText policy, String text) {}

    private record Secrets(BitSet parameters) {}
}
