package io.github.mysqlmonitor.sink.capture;

import java.io.IOException;

/** A capture that cannot be read any further: what was expected, and where. */
public final class CaptureException extends IOException {
    private static final long serialVersionUID = 1;

    CaptureException(long offset, String message) {
        super("offset " + offset + ": " + message);
    }
}
