package io.github.mysqlmonitor.sql;

import java.util.Arrays;
import java.util.List;

/**
 * Places of a statement of which a digest must show nothing, whatever the server's lexer makes of them. Asked from left
 * to right.
 */
public final class HiddenPlaces {
    private static final int[] NONE = {};

    private int[] ranges = NONE;
    private int next;

    HiddenPlaces() {}

    /** @param newRanges pairs of first byte and end, ascending by the first; may overlap */
    void reset(int[] newRanges) {
        ranges = newRanges;
        next = 0;
    }

    /** The end of the hidden places that these bytes have a part in, -1 if they have none. */
    int endIn(int from, int to) {
        while (next < ranges.length && ranges[next + 1] <= from) {
            next += 2;
        }
        int end = -1;
        for (int i = next; i < ranges.length && ranges[i] < to; i += 2) {
            end = ranges[i + 1] > from ? Math.max(end, ranges[i + 1]) : end;
        }
        return end;
    }

    /**
     * Joins secrets with literals; TRUE and FALSE are words of a digest.
     *
     * @param secrets as of {@link SecretMask#ranges}
     * @param literals as of {@link LiteralScan#of}; none if values are to be seen
     */
    public static int[] of(int[] secrets, List<Literal> literals) {
        if (literals.isEmpty()) {
            return secrets;
        }
        int[] all = Arrays.copyOf(secrets, secrets.length + 2 * literals.size());
        int size = 0;
        int secret = 0;
        for (Literal literal : literals) {
            if (literal.kind() == Literal.Kind.TRUTH) {
                continue;
            }
            while (secret < secrets.length && secrets[secret] < literal.from()) {
                all[size++] = secrets[secret++];
                all[size++] = secrets[secret++];
            }
            all[size++] = literal.from();
            all[size++] = literal.to();
        }
        while (secret < secrets.length) {
            all[size++] = secrets[secret++];
        }
        return Arrays.copyOf(all, size);
    }
}
