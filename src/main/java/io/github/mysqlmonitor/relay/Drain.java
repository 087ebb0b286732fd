package io.github.mysqlmonitor.relay;

import io.github.mysqlmonitor.config.DrainConfig;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Waits until all sessions have ended by themselves, or cuts them off. */
public final class Drain {
    private static final long POLL_MILLIS = 50;
    private static final long PROGRESS_MILLIS = 1_000;
    private static final long ACTIVITY_PATIENCE_MILLIS = 200;
    /** What is cut off is over as soon as its event loop gets to it, and its totals count. */
    private static final long ABORT_PATIENCE_MILLIS = 1_000;

    private final SessionRegistry registry;
    private final DrainConfig config;

    Drain(SessionRegistry registry, DrainConfig config) {
        this.registry = registry;
        this.config = config;
    }

    /**
     * @param progress gets a line a second that says how many are left and in what
     * @param now whether to stop waiting at once
     * @return how many sessions were cut off
     */
    public int await(Consumer<String> progress, BooleanSupplier now) throws InterruptedException {
        long deadline = System.nanoTime() + config.timeout().toNanos();
        long nextProgress = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PROGRESS_MILLIS);
        while (registry.size() > 0 && System.nanoTime() < deadline && !now.getAsBoolean()) {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            if (System.nanoTime() >= nextProgress) {
                nextProgress += TimeUnit.MILLISECONDS.toNanos(PROGRESS_MILLIS);
                long leftSeconds = TimeUnit.NANOSECONDS.toSeconds(deadline - System.nanoTime());
                progress.accept("sessions left: " + registry.size() + " " + activities() + ", cut off in " + leftSeconds
                        + " s");
            }
        }
        int left = registry.size();
        registry.all().forEach(session -> session.client().channel().eventLoop().execute(session.ending()::abort));
        long patience = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ABORT_PATIENCE_MILLIS);
        while (registry.size() > 0 && System.nanoTime() < patience) {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        return left;
    }

    /** Asks each session on its own loop; one that does not answer in time is not counted. */
    private Map<String, Integer> activities() {
        Map<String, Integer> counts = new TreeMap<>();
        for (Session session : registry.all()) {
            CompletableFuture<String> answer = new CompletableFuture<>();
            session.client()
                    .channel()
                    .eventLoop()
                    .execute(() -> answer.complete(session.flow().activity()));
            counts.merge(
                    answer.completeOnTimeout("busy", ACTIVITY_PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                            .join(),
                    1,
                    Integer::sum);
        }
        return counts;
    }
}
