package io.github.mysqlmonitor.relay;

import io.github.mysqlmonitor.auth.PasswordKey;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.EventExecutorGroup;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;

/** Private-key work for a password, which takes milliseconds and is done off the event loop. */
final class PasswordDecryption {
    private PasswordDecryption() {}

    /**
     * Decrypts a client's block.
     *
     * @param loop where the result is told
     * @return the password with its NUL; null if it cannot be decrypted, or the proxy is stopping
     */
    static Future<byte[]> start(
            PasswordKey key, byte[] block, byte[] nonce, EventExecutorGroup workers, EventLoop loop) {
        Promise<byte[]> decrypted = loop.newPromise();
        workers.submit(() -> key.decrypt(block, nonce))
                .addListener(done -> decrypted.setSuccess((byte[]) done.getNow()));
        return decrypted;
    }
}
