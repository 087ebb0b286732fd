package io.github.mysqlmonitor.auth;

/** The messages of one plugin for one factor, between its server's first message and the next plugin or the end. */
interface Exchange {
    /** @param payload taken */
    void fromClient(byte[] payload);

    /** @param payload taken: plugin data, a marker 0x01 included */
    void fromServer(byte[] payload);

    /** @param password taken: with its NUL; null if the block could not be decrypted */
    default void decrypted(byte[] password) {
        throw new IllegalStateException("nothing was to be decrypted");
    }

    /** Forgets a password that was held back, because the server said something else. */
    default void abandon() {}
}
