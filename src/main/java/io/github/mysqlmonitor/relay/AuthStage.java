package io.github.mysqlmonitor.relay;

/**
 * How far a session between legs that differ, or with injected attributes, has come.
 *
 * <pre>
 *  LOGIN_DUE ── login ──▶ AUTHENTICATING ── OK or ERR ──▶ COMMANDS
 *                              ▲ └── refusal ──▶ ENDED       │
 *                              └── COM_CHANGE_USER ──────────┘
 * </pre>
 *
 * Where the legs are alike, what is not understood is no reason to end the session: it and all that follows is COPIED.
 */
enum AuthStage {
    LOGIN_DUE,
    AUTHENTICATING,
    COMMANDS,
    COPIED,
    ENDED
}
