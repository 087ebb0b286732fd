package io.github.mysqlmonitor.tls;

/**
 * What came of reading TLS material again.
 *
 * @param ok how often it was taken up
 * @param failed how often it was not, so that what had been in use stayed
 * @param lastOk whether what was read last is in use; true before there was anything to read
 */
public record Reloads(long ok, long failed, boolean lastOk) {
    static final Reloads NONE = new Reloads(0, 0, true);

    Reloads plus(boolean succeeded) {
        return new Reloads(ok + (succeeded ? 1 : 0), failed + (succeeded ? 0 : 1), succeeded);
    }
}
