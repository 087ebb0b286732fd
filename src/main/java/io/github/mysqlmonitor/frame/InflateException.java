package io.github.mysqlmonitor.frame;

/** Compressed bytes cannot be inflated here and now, for a reason that is not the peer's; it ends the observing only. */
public final class InflateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InflateException(String message) {
        super(message);
    }
}
