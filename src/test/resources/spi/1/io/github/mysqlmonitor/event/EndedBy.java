package io.github.mysqlmonitor.event;

/** Who ended a session. */
public enum EndedBy {
    CLIENT,
    SERVER,
    /** The proxy itself, by a rule of its own or because it stops. */
    PROXY
}
