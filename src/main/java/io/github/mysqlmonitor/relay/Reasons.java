package io.github.mysqlmonitor.relay;

import java.util.regex.Pattern;

/** What went wrong, in the operating system's words, without the names of functions that failed. */
final class Reasons {
    private static final Pattern FUNCTION = Pattern.compile("^\\S+\\(\\.\\.\\) failed with error\\(-?\\d+\\): ");

    private Reasons() {}

    /** One line, never empty. */
    static String of(Throwable cause) {
        String text = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return FUNCTION.matcher(text.lines().findFirst().orElse("unknown reason"))
                .replaceFirst("");
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
