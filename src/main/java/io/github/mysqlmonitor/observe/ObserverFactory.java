package io.github.mysqlmonitor.observe;

import io.github.mysqlmonitor.frame.InflateBudget;
import io.github.mysqlmonitor.frame.InflateMemory;

/** Makes the observer of each session. */
public final class ObserverFactory {
    private final ObserveOptions options;
    private final EventOutlet outlet;
    private final InflateMemory memory = new InflateMemory(new InflateBudget(InflateBudget.DEFAULT_BYTES));

    /** @param outlet null if nobody wants events; then only what the relay itself needs is decoded */
    public ObserverFactory(ObserveOptions options, EventOutlet outlet) {
        this.options = options;
        this.outlet = outlet;
    }

    /** @param sessionNumber the proxy's own count of sessions, from 1 */
    public SessionObserver create(long sessionNumber) {
        if (outlet == null) {
            return SessionObserver.NONE;
        }
        PacketObserver observer = new PacketObserver(sessionNumber, options, memory, outlet, WallClock::micros);
        return new GuardedObserver(sessionNumber, observer, outlet);
    }
}
