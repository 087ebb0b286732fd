package io.github.mysqlmonitor.auth;

/**
 * What an authentication is held by.
 *
 * @param client what protects the client's leg
 * @param server what protects the server's leg
 */
public record AuthRules(Protection client, Protection server, PasswordPolicy policy) {

    /** Whether both sides expect the same of each other, whatever the plugin: all can be copied. */
    boolean alike() {
        return client == server;
    }

    /** Whether a password that the client sends in clear, because nobody can listen there, would be heard behind us. */
    boolean wouldExpose() {
        return client != Protection.PLAIN && server == Protection.PLAIN && !policy.clearTextAllowed();
    }
}
