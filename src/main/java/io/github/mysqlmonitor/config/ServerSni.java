package io.github.mysqlmonitor.config;

/** Which name the server is told that it is asked for; an address is never one. */
public enum ServerSni {
    /** The host name in --upstream. */
    UPSTREAM,
    /** What the client asked the proxy for; nothing if it did not say. */
    AS_CLIENT
}
