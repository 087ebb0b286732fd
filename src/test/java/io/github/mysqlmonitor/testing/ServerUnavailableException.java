package io.github.mysqlmonitor.testing;

/** Tells that a kind of server cannot be had on this machine, and what would help. */
final class ServerUnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    ServerUnavailableException(String message) {
        super(message);
    }
}
