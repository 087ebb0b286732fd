package io.github.mysqlmonitor.observe;

import io.github.mysqlmonitor.event.Interest;
import io.github.mysqlmonitor.frame.InflateBudget;
import io.github.mysqlmonitor.frame.InflateMemory;

/** Makes the observer of each session, which does what the sinks asked for and nothing else. */
public final class ObserverFactory {
    private final ObserveOptions options;
    private final EventOutlet outlet;
    private final InflateMemory memory = new InflateMemory(new InflateBudget(InflateBudget.DEFAULT_BYTES));

    public ObserverFactory(ObserveOptions options, EventOutlet outlet) {
        this.options = options;
        this.outlet = outlet;
    }

    /** @param sessionNumber the proxy's own count of sessions, from 1 */
    public SessionObserver create(long sessionNumber) {
        SessionObserver chunks = options.wants(Interest.CHUNKS)
                ? guarded(sessionNumber, new ChunkObserver(sessionNumber, outlet, WallClock::micros))
                : SessionObserver.NONE;
        if (!options.follows()) {
            return chunks;
        }
        SessionObserver packets =
                guarded(sessionNumber, new PacketObserver(sessionNumber, options, memory, outlet, WallClock::micros));
        return chunks == SessionObserver.NONE ? packets : new PairedObservers(chunks, packets);
    }

    private SessionObserver guarded(long sessionNumber, SessionObserver observer) {
        return new GuardedObserver(sessionNumber, observer, outlet);
    }
}
