package io.github.mysqlmonitor.auth;

/** What protects a leg. Plugins treat the three differently, see {@link PasswordPlugin}. */
public enum Protection {
    TLS,
    UNIX,
    PLAIN
}
