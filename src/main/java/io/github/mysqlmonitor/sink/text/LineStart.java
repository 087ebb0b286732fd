package io.github.mysqlmonitor.sink.text;

import io.github.mysqlmonitor.event.MonitorEvent;
import io.github.mysqlmonitor.event.SessionId;
import java.time.ZoneId;

/** What all lines have in common: colour, time, session at the beginning, and the end. For one thread. */
final class LineStart {
    static final String NO_COLOUR = "";
    static final String RED = "\u001b[31m";
    static final String YELLOW = "\u001b[33m";
    static final String DIM = "\u001b[2m";
    private static final String RESET = "\u001b[0m";

    private final boolean colours;
    private final TimeOfDay timeOfDay;
    private int sessionWidth = 8;
    private boolean coloured;

    LineStart(boolean colours, ZoneId zone) {
        this.colours = colours;
        this.timeOfDay = new TimeOfDay(zone);
    }

    /** Leaves the line open; what follows it must be harmless, see {@link SafeText}. */
    void begin(StringBuilder out, MonitorEvent event, String colour) {
        coloured = colours && !colour.isEmpty();
        if (coloured) {
            out.append(colour);
        }
        timeOfDay.append(out, event.epochMicros());
        out.append(' ');
        int start = out.length();
        session(out, event.session());
        sessionWidth = Math.max(sessionWidth, out.length() - start);
        pad(out, start + sessionWidth);
        out.append(' ');
    }

    /** The time of day of something else than the event. */
    void time(StringBuilder out, long epochMicros) {
        timeOfDay.append(out, epochMicros);
    }

    void end(StringBuilder out) {
        if (coloured) {
            out.append(RESET);
        }
        out.append('\n');
    }

    private static void session(StringBuilder out, SessionId session) {
        if (session.number() < 1) {
            out.append('-');
            return;
        }
        out.append('#').append(session.number());
        if (session.connectionId() >= 0) {
            out.append('/').append(session.connectionId());
        }
    }

    /** Appends blanks until the line is as long as said; nothing if it is longer already. */
    static void pad(StringBuilder out, int end) {
        while (out.length() < end) {
            out.append(' ');
        }
    }

    /** Moves what was appended from {@code start} on to the right, so that it ends where said; unless it is too long. */
    static void alignRight(StringBuilder out, int start, int end) {
        int missing = end - out.length();
        if (missing > 0) {
            out.insert(start, " ".repeat(missing));
        }
    }
}
