package io.github.mysqlmonitor.tls;

import io.github.mysqlmonitor.config.ConfigException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the TLS material current: reads it again when one of its files has changed, when the operator asks, and once a
 * day, when a certificate of our own may be due. What cannot be used never replaces what is in use. Handshakes that have
 * begun, and sessions, keep what they started with.
 *
 * <p>It looks at the files every few seconds instead of having the kernel tell it: that sees every kind of swap (a link
 * to a file, a link to a directory anywhere above it, a volume mounted anew) on every file system, for a few system
 * calls. Files that are just being written are left alone until two looks find them the same.
 */
public final class CertificateReloader implements AutoCloseable {
    /** How often files are looked at. */
    public static final Duration INTERVAL = Duration.ofSeconds(2);

    private static final Logger log = LoggerFactory.getLogger(CertificateReloader.class);
    private static final Duration DAY = Duration.ofDays(1);

    /** An event loop that has just asked for the material makes its handler of it long before this. */
    private static final Duration IN_HAND = Duration.ofMinutes(1);

    private final Supplier<TlsMaterial> loader;
    private final Collection<Path> files;
    private final InstantSource clock;
    private final BlockingQueue<Boolean> requests = new ArrayBlockingQueue<>(1);
    private final Thread thread;
    private volatile TlsMaterial current;
    private volatile Reloads reloads = new Reloads(0, 0, true);
    private FileStamps tried;
    private FileStamps seen;
    private Instant lastDaily;
    private final Deque<Retired> retired = new ArrayDeque<>();

    /**
     * What came of reading it again.
     *
     * @param lastOk whether what was read last is in use; true before there was anything to read
     */
    public record Reloads(long ok, long failed, boolean lastOk) {
        private Reloads plus(boolean succeeded) {
            return new Reloads(ok + (succeeded ? 1 : 0), failed + (succeeded ? 0 : 1), succeeded);
        }
    }

    /** Material that is no longer handed out. */
    private record Retired(TlsMaterial material, Instant since) {}

    /**
     * Loads for the first time.
     *
     * @param loader throws {@link ConfigException} for what cannot be used
     * @param files what to watch: the files that the loader reads
     * @throws ConfigException at once, when there is nothing to begin with
     */
    public CertificateReloader(Supplier<TlsMaterial> loader, Collection<Path> files, InstantSource clock) {
        this.loader = loader;
        this.files = files;
        this.clock = clock;
        this.tried = FileStamps.of(files);
        this.seen = tried;
        this.current = loader.get();
        this.lastDaily = clock.instant();
        this.thread = new Thread(this::run, "certificates");
        thread.setDaemon(true);
    }

    /** For handshakes that begin now. From any thread. */
    public TlsMaterial current() {
        return current;
    }

    /** From any thread. */
    public Reloads reloads() {
        return reloads;
    }

    /** Begins to watch, and says what is about to expire. */
    public void start() {
        warnOfExpiry();
        thread.start();
    }

    /** Reads everything again, changed or not; from any thread, returns at once. */
    public void request() {
        requests.offer(Boolean.TRUE); // A full queue is a request that waits already.
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Boolean requested = requests.poll(INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
                lookAndGoOn(requested != null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    /** A defect of ours must not end the watch: the next certificate may be one that works. */
    private void lookAndGoOn(boolean requested) {
        try {
            look(requested);
        } catch (RuntimeException e) {
            reloads = reloads.plus(false);
            log.error("certificate reload failed, the certificate in use stays", e);
        }
    }

    /** One look at the files. */
    void look(boolean requested) {
        FileStamps now = FileStamps.of(files);
        boolean settled = now.equals(seen);
        seen = now;
        releaseRetired(clock.instant().minus(IN_HAND));
        boolean daily = !clock.instant().isBefore(lastDaily.plus(DAY));
        if (requested || daily || (settled && !now.equals(tried))) {
            tried = now;
            reloads = reloads.plus(reload(requested || !daily));
        }
        if (daily) {
            lastDaily = clock.instant();
            warnOfExpiry();
        }
    }

    /** @return whether what was read is in use */
    private boolean reload(boolean say) {
        String before = current.identity().bundle().fingerprintSha256();
        try {
            TlsMaterial fresh = loader.get();
            PemBundle bundle = fresh.identity().bundle();
            if (bundle.expired(clock.instant())) {
                log.error(
                        "certificate reload failed: {} expired at {}; the certificate in use stays: {}",
                        fresh.identity().certFile(),
                        bundle.notAfter(),
                        before);
                fresh.contexts().release();
                return false;
            }
            retired.add(new Retired(current, clock.instant()));
            current = fresh;
            if (say || !before.equals(bundle.fingerprintSha256())) {
                log.info(
                        "certificate reloaded file={} subject=\"{}\" notAfter={} sha256={}; open sessions keep theirs",
                        fresh.identity().certFile(),
                        bundle.subject(),
                        bundle.notAfter(),
                        bundle.fingerprintSha256());
            }
            return true;
        } catch (ConfigException e) {
            log.error("certificate reload failed: {}; the certificate in use stays: {}", e.getMessage(), before);
            return false;
        }
    }

    private void warnOfExpiry() {
        ServerIdentity identity = current.identity();
        long days = CertificateFacts.of(identity.bundle().leaf()).daysLeft(clock.instant());
        if (days < 0) {
            log.error(
                    "the certificate {} expired at {}: clients that verify it refuse to connect",
                    identity.certFile(),
                    identity.bundle().notAfter());
        } else if (days < CertificateInspection.WARNING_DAYS) {
            log.warn(
                    "the certificate {} expires in {} days, at {}: renew it, it is then taken up without a restart",
                    identity.certFile(),
                    days,
                    identity.bundle().notAfter());
        }
    }

    private void releaseRetired(Instant until) {
        while (!retired.isEmpty() && !retired.peek().since().isAfter(until)) {
            retired.poll().material().contexts().release();
        }
    }

    /** Ends the watch and releases everything: for the end of the process, when no more handshakes begin. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        releaseRetired(Instant.MAX);
        current.contexts().release();
    }
}
