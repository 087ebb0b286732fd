package io.github.mysqlmonitor.event;

/** Which way a packet went. */
public enum Direction {
    CLIENT_TO_SERVER("C->S"),
    SERVER_TO_CLIENT("S->C");

    private final String arrow;

    Direction(String arrow) {
        this.arrow = arrow;
    }

    public String arrow() {
        return arrow;
    }
}
