package io.github.mysqlmonitor.observe;

import io.github.mysqlmonitor.event.Interest;
import io.github.mysqlmonitor.frame.InflateBudget;
import io.github.mysqlmonitor.frame.InflateMemory;

/** Makes the observer of each session, which does what the sinks asked for and nothing else. */
public final class ObserverFactory implements AutoCloseable {
    private final ObserveOptions options;
    private final EventOutlet outlet;
    private final Clock clock;
    private final SharedMemory shared =
            new SharedMemory(new InflateMemory(new InflateBudget(InflateBudget.DEFAULT_BYTES)), new KillBook());

    public ObserverFactory(ObserveOptions options, EventOutlet outlet) {
        this(options, outlet, Clock.SYSTEM);
    }

    /** @param clock the time of the bytes that are observed; asked in the thread that lends them */
    public ObserverFactory(ObserveOptions options, EventOutlet outlet, Clock clock) {
        this.options = options;
        this.outlet = outlet;
        this.clock = clock;
    }

    /** @param sessionNumber the proxy's own count of sessions, from 1 */
    public SessionObserver create(long sessionNumber) {
        SessionObserver chunks = options.wants(Interest.CHUNKS)
                ? guarded(sessionNumber, new ChunkObserver(sessionNumber, outlet, clock))
                : SessionObserver.NONE;
        if (!options.follows()) {
            return chunks;
        }
        SessionObserver packets =
                guarded(sessionNumber, new PacketObserver(sessionNumber, options, shared, outlet, clock));
        return chunks == SessionObserver.NONE ? packets : new PairedObservers(chunks, packets);
    }

    /** Gives back what was kept for sessions observed in the calling thread; event loops give back theirs when they end. */
    @Override
    public void close() {
        shared.inflating().close();
    }

    private SessionObserver guarded(long sessionNumber, SessionObserver observer) {
        return new GuardedObserver(sessionNumber, observer, outlet);
    }

    /**
     * What the observers of all sessions share.
     *
     * @param inflating what compressed sessions are inflated with
     * @param kills who asked to kill whom
     */
    record SharedMemory(InflateMemory inflating, KillBook kills) {}
}
