package io.github.mysqlmonitor.relay;

/** How far a session has come whose logins are relayed packet by packet; see {@link AuthBridge}. */
enum AuthStage {
    LOGIN_DUE,
    AUTHENTICATING,
    COMMANDS,
    ENDED
}
