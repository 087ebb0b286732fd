package io.github.mysqlmonitor.auth;

import java.security.interfaces.RSAPublicKey;
import java.util.Optional;

/**
 * What the operator decided about passwords, for all sessions.
 *
 * @param ownKey given to clients that ask for the server's key
 * @param pinnedServerKey the only key of the server to encrypt passwords with; empty: the key that the server sends
 * @param clearTextAllowed whether a password that came in over a protected leg may go on in clear over a plain one
 */
public record PasswordPolicy(PasswordKey ownKey, Optional<RSAPublicKey> pinnedServerKey, boolean clearTextAllowed) {}
