package io.github.mysqlmonitor.sql;

import java.nio.charset.Charset;
import java.util.List;
import java.util.function.Function;

/** Writes SQL text with {@code ***} in the place of its secrets and marks in the place of its literals. */
public final class MaskedSql {
    private static final String SECRET = "***";

    private final byte[] sql;
    private final Charset charset;
    private final StringBuilder out;
    private int copied;

    private MaskedSql(byte[] sql, Charset charset) {
        this.sql = sql;
        this.charset = charset;
        this.out = new StringBuilder(sql.length);
    }

    /**
     * Secrets win where both overlap; their quotes stay.
     *
     * @param secrets pairs of first byte and end, ascending, as of {@link SecretMask#ranges}
     * @param literals ascending, as of {@link LiteralScan#of}
     * @param mark what to write for a literal
     */
    public static String write(
            byte[] sql, Charset charset, int[] secrets, List<Literal> literals, Function<Literal, String> mark) {
        if (secrets.length == 0 && literals.isEmpty()) {
            return new String(sql, charset);
        }
        return new MaskedSql(sql, charset).write(secrets, literals, mark);
    }

    private String write(int[] secrets, List<Literal> literals, Function<Literal, String> mark) {
        int next = 0;
        for (int i = 0; i < secrets.length; i += 2) {
            while (next < literals.size() && literals.get(next).to() <= secrets[i]) {
                literal(literals.get(next++), mark);
            }
            boolean inside = next < literals.size() && literals.get(next).from() < secrets[i];
            secret(secrets[i], secrets[i + 1], inside ? literals.get(next).from() : secrets[i]);
            while (next < literals.size() && literals.get(next).from() < copied) {
                leave(literals.get(next++).to());
            }
        }
        while (next < literals.size()) {
            literal(literals.get(next++), mark);
        }
        copyTo(sql.length);
        return out.toString();
    }

    /** @param start of the literal that it is in, all of which counts as secret; or its own */
    private void secret(int from, int to, int start) {
        copyTo(start);
        if (from >= copied) {
            if (start < from && isQuote(sql[from - 1])) {
                out.append((char) sql[from - 1]);
            }
            out.append(SECRET);
        }
        copied = Math.max(copied, to);
    }

    /** Goes on behind a literal that a secret was in. */
    private void leave(int end) {
        if (end > copied) {
            if (isQuote(sql[end - 1])) {
                out.append((char) sql[end - 1]);
            }
            copied = end;
        }
    }

    private void literal(Literal literal, Function<Literal, String> mark) {
        if (literal.from() >= copied) {
            copyTo(literal.from());
            out.append(mark.apply(literal));
        }
        copied = Math.max(copied, literal.to());
    }

    private void copyTo(int end) {
        if (end > copied) {
            out.append(new String(sql, copied, end - copied, charset));
            copied = end;
        }
    }

    private static boolean isQuote(byte b) {
        return b == '\'' || b == '"';
    }
}
