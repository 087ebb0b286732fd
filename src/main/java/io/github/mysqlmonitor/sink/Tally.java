package io.github.mysqlmonitor.sink;

/**
 * How many events something happened to.
 *
 * @param commands how many of them tell of a command's end
 */
record Tally(long events, long commands) {
    static final Tally NONE = new Tally(0, 0);

    Tally plus(Tally more) {
        return new Tally(events + more.events, commands + more.commands);
    }

    Tally minus(Tally part) {
        return new Tally(events - part.events, commands - part.commands);
    }
}
