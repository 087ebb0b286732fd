package io.github.mysqlmonitor.config;

/** The operator asked for something that cannot be done; the message is one line that says what to change. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What went wrong, as the process exit code tells it. */
    public enum Kind {
        /** Usage or configuration. */
        USAGE(2),
        /** A listen address cannot be bound. */
        CANNOT_BIND(3),
        /** A certificate or key is unusable. */
        TLS_MATERIAL(4);

        private final int exitCode;

        Kind(int exitCode) {
            this.exitCode = exitCode;
        }

        public int exitCode() {
            return exitCode;
        }
    }

    private final Kind kind;

    public ConfigException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public ConfigException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
