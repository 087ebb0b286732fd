package io.github.mysqlmonitor.auth;

import java.security.interfaces.RSAPublicKey;
import java.util.Optional;

/**
 * What an authentication is held by.
 *
 * @param client what protects the client's leg
 * @param server what protects the server's leg
 * @param clearTextAllowed whether a password that came in over a protected leg may go on in clear over a plain one
 * @param pinnedServerKey the only key of the server to encrypt passwords with; empty: the key that the server sends
 * @param ownKey given to clients that ask for the server's key
 */
public record AuthRules(
        Protection client,
        Protection server,
        boolean clearTextAllowed,
        Optional<RSAPublicKey> pinnedServerKey,
        PasswordKey ownKey) {

    /** Whether a password that the client sends in clear, because nobody can listen there, would be heard behind us. */
    boolean wouldExpose() {
        return client != Protection.PLAIN && server == Protection.PLAIN && !clearTextAllowed;
    }
}
