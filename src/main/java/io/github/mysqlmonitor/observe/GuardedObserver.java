package io.github.mysqlmonitor.observe;

import io.github.mysqlmonitor.event.Direction;
import io.github.mysqlmonitor.event.LegSecurity;
import io.github.mysqlmonitor.event.MonitorEvent;
import io.github.mysqlmonitor.event.SessionId;
import io.netty.buffer.ByteBuf;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps an observer's defects away from the traffic: the first exception is logged and ends the decoding; the session's end is still told. */
final class GuardedObserver implements SessionObserver {
    private static final Logger log = LoggerFactory.getLogger(GuardedObserver.class);

    private final long sessionNumber;
    private final EventOutlet outlet;
    private final SessionObserver guarded;
    private boolean off;

    GuardedObserver(long sessionNumber, SessionObserver guarded, EventOutlet outlet) {
        this.sessionNumber = sessionNumber;
        this.guarded = guarded;
        this.outlet = outlet;
    }

    @Override
    public void opened(String client, String listener, String upstream, String upstreamAddress) {
        guard(() -> guarded.opened(client, listener, upstream, upstreamAddress));
    }

    @Override
    public void arrived() {
        guarded.arrived();
    }

    @Override
    public void bytes(Direction direction, ByteBuf bytes) {
        if (off) {
            return;
        }
        try {
            guarded.bytes(direction, bytes);
        } catch (RuntimeException defect) {
            turnOff(defect);
        }
    }

    @Override
    public void secured(LegSecurity client, LegSecurity server) {
        guard(() -> guarded.secured(client, server));
    }

    @Override
    public void clientLeft() {
        guard(guarded::clientLeft);
    }

    @Override
    public void undecoded(String reason) {
        guard(() -> guarded.undecoded(reason));
    }

    @Override
    public void notice(String text) {
        guard(() -> guarded.notice(text));
    }

    @Override
    public void ending() {
        guard(guarded::ending);
    }

    @Override
    public void closed(Closing closing) {
        guard(() -> guarded.closed(closing));
    }

    private void guard(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException defect) {
            turnOff(defect);
        }
    }

    private void turnOff(RuntimeException defect) {
        if (off) {
            // Said once; what a broken observer fails at later tells nothing new.
            return;
        }
        off = true;
        log.error("session {} is no longer observed, its traffic goes on", sessionNumber, defect);
        String reason = "internal error: " + defect.getClass().getSimpleName();
        SessionId session = new SessionId(sessionNumber, -1);
        try {
            outlet.offer(new MonitorEvent.ObservationStopped(session, WallClock.micros(), reason));
        } catch (RuntimeException again) {
            log.error("session {} cannot tell its sinks so", sessionNumber, again);
        }
    }
}
