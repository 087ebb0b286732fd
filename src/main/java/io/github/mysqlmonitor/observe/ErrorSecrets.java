package io.github.mysqlmonitor.observe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.mysqlmonitor.sql.SecretMask;
import java.util.Arrays;
import java.util.Set;

/**
 * Finds secrets in error messages. A message quotes without escapes and may quote from right before a secret, so nothing
 * behind the first one can be told apart.
 */
final class ErrorSecrets {
    /** These quote accounts, tables and rules, and never what was wrong in a statement. */
    private static final Set<Integer> ABOUT_ACCOUNTS =
            Set.of(1044, 1045, 1130, 1133, 1141, 1142, 1143, 1227, 1396, 1410, 1470, 1819, 1820, 1827, 3009);

    private ErrorSecrets() {}

    /**
     * Whether a statement holds a secret or takes one as a parameter.
     *
     * @param cut whether it is only the beginning, so that the rest may hold one
     */
    static boolean maybeIn(byte[] statement, boolean cut) {
        return cut
                || SecretMask.ranges(statement).length > 0
                || !SecretMask.parameters(statement, false).isEmpty();
    }

    /**
     * Where secrets may begin; the message's end if there are none.
     *
     * @param from first byte of the message's text
     * @param statement SQL that it answers, or null
     * @param cut whether that is only the beginning, so that the rest may hold a secret
     */
    static int from(int code, byte[] bytes, int from, byte[] statement, boolean cut) {
        int first = bytes.length;
        int[] ranges = SecretMask.ranges(Arrays.copyOfRange(bytes, Math.min(from, bytes.length), bytes.length));
        if (ranges.length > 0) {
            first = from + ranges[0];
        }
        String message = new String(bytes, ISO_8859_1);
        int near = message.indexOf("near '", from);
        if (near >= 0 && SecretMask.ranges(Arrays.copyOfRange(bytes, near + 6, bytes.length)).length > 0) {
            first = Math.min(first, near + 6);
        }
        boolean quotes = statement != null && !ABOUT_ACCOUNTS.contains(code);
        boolean maybeCutOff = cut && !ErrorValues.quotesNamesOnly(code);
        if (quotes && maybeIn(statement, maybeCutOff)) {
            int quote = ErrorValues.firstQuote(message, from);
            first = quote < 0 ? first : Math.min(first, quote + 1);
        }
        return first;
    }
}
