package io.github.mysqlmonitor.relay;

/** The upstream could not be used; the message names the reason and is fit for the client. */
final class UpstreamException extends Exception {
    private static final long serialVersionUID = 1L;

    UpstreamException(String message) {
        super(message);
    }
}
