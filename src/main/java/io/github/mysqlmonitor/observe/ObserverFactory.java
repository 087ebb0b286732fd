package io.github.mysqlmonitor.observe;

/** Makes the observer of each session. */
public final class ObserverFactory {
    private final ObserveOptions options;
    private final EventOutlet outlet;

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
        PacketObserver observer = new PacketObserver(sessionNumber, options, outlet, WallClock::micros);
        return new GuardedObserver(sessionNumber, observer, outlet);
    }
}
