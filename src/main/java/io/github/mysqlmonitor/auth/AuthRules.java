package io.github.mysqlmonitor.auth;

/**
 * What an authentication is held by.
 *
 * @param client what protects the client's leg
 * @param server what protects the server's leg
 * @param guard against the server taking the proxy for the client
 */
public record AuthRules(Protection client, Protection server, PasswordPolicy policy, SocketGuard guard) {
    /** For a server that sees no more of the proxy than the client could show by itself. */
    public AuthRules(Protection client, Protection server, PasswordPolicy policy) {
        this(client, server, policy, SocketGuard.OFF);
    }

    /** Whether both sides expect the same of each other, whatever the plugin: all can be copied. */
    boolean alike() {
        return client == server && !guard.on();
    }

    /** Whether a password that the client sends in clear, because nobody can listen there, would be heard behind us. */
    boolean wouldExpose() {
        return client != Protection.PLAIN && server == Protection.PLAIN && !policy.clearTextAllowed();
    }
}
