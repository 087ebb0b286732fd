package io.github.mysqlmonitor.auth;

/** Where an {@link Authentication} puts what it decided; called from within its own methods, in the order of the packets. */
public interface AuthOutput {
    /** @param payload taken */
    void toClient(byte[] payload);

    /** @param payload taken; it may hold a password, and is to be wiped once it is written */
    void toServer(byte[] payload);

    /**
     * Asks for a private-key operation, which takes milliseconds and is answered by {@link Authentication#decrypted}.
     * Until then no packet of the client may be given to the authentication.
     *
     * @param block taken
     */
    void decrypt(PasswordKey key, byte[] block, byte[] nonce);

    /** The login cannot go on: the client is to be told, both legs end. */
    void refuse(AuthRefusal refusal);

    /** Something the operator should read. */
    void notice(String text);
}
