package io.github.mysqlmonitor.relay;

import java.nio.channels.ClosedChannelException;
import java.util.regex.Pattern;

/** What went wrong, in the operating system's words, without the names of functions that failed. */
final class Reasons {
    private static final Pattern FUNCTION = Pattern.compile("^\\S+\\(\\.\\.\\) failed with error\\(-?\\d+\\): ");

    private Reasons() {}

    /** One line, never empty. */
    static String of(Throwable cause) {
        String line =
                text(cause).lines().filter(each -> !each.isBlank()).findFirst().orElse("unknown reason");
        return FUNCTION.matcher(line).replaceFirst("");
    }

    private static String text(Throwable cause) {
        if (cause.getMessage() != null) {
            return cause.getMessage();
        }
        return cause instanceof ClosedChannelException
                ? "the connection was closed"
                : cause.getClass().getSimpleName();
    }

    /** The reason at the bottom of a chain of causes. */
    static String root(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return of(root);
    }
}
