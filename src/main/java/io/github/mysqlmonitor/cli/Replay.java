package io.github.mysqlmonitor.cli;

import io.github.mysqlmonitor.event.Direction;
import io.github.mysqlmonitor.event.EndedBy;
import io.github.mysqlmonitor.event.EventVisitor;
import io.github.mysqlmonitor.event.MonitorEvent;
import io.github.mysqlmonitor.event.MonitorEvent.BytesRelayed;
import io.github.mysqlmonitor.event.MonitorEvent.EventsDropped;
import io.github.mysqlmonitor.event.MonitorEvent.LegsSecured;
import io.github.mysqlmonitor.event.MonitorEvent.SessionClosed;
import io.github.mysqlmonitor.event.MonitorEvent.SessionOpened;
import io.github.mysqlmonitor.observe.Clock;
import io.github.mysqlmonitor.observe.DecodeCheck;
import io.github.mysqlmonitor.observe.ObserveOptions;
import io.github.mysqlmonitor.observe.ObserverFactory;
import io.github.mysqlmonitor.observe.SessionObserver;
import io.github.mysqlmonitor.sink.capture.CaptureReader;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongFunction;

/** Shows recorded sessions to observers as the relay would. A session of which bytes are missing is observed until there. */
final class Replay implements EventVisitor {
    private final SinksAtOnce sinks;
    private final Set<Long> only;
    private final LongFunction<SessionObserver> observers;
    private final Map<Long, Recorded> open = new TreeMap<>();
    private long nowMicros;

    /** @param only numbers of the sessions to show; empty for all */
    private Replay(Set<Long> only, SinksAtOnce sinks, Function<Clock, LongFunction<SessionObserver>> observers) {
        this.only = Set.copyOf(only);
        this.sinks = sinks;
        this.observers = observers.apply(() -> nowMicros);
    }

    /** Shows the sessions to the sinks, with the times of the recording. */
    static Replay to(SinksAtOnce sinks, ObserveOptions options, Set<Long> only) {
        return new Replay(only, sinks, clock -> new ObserverFactory(options, sinks::offer, clock)::create);
    }

    /** Shows the sessions to the check. */
    static Replay to(DecodeCheck check, Set<Long> only) {
        return new Replay(only, new SinksAtOnce(List.of()), clock -> check::observer);
    }

    void run(CaptureReader reader) throws IOException {
        try {
            for (MonitorEvent event = reader.next(); event != null; event = reader.next()) {
                long number = event.session().number();
                if (number == 0 || only.isEmpty() || only.contains(number)) {
                    nowMicros = event.epochMicros();
                    event.visit(this);
                    sinks.check();
                }
            }
        } finally {
            open.values().forEach(Recorded::cutOff);
        }
        sinks.check();
    }

    @Override
    public void sessionOpened(SessionOpened event) {
        Recorded session = session(event);
        session.observer.opened(event.client(), event.listener(), event.upstream(), event.upstreamAddress());
    }

    @Override
    public void legsSecured(LegsSecured event) {
        session(event).observer.secured(event.client(), event.server());
    }

    @Override
    public void bytesRelayed(BytesRelayed event) {
        session(event).bytes(event);
    }

    @Override
    public void eventsDropped(EventsDropped event) {
        sinks.offer(event);
    }

    @Override
    public void sessionClosed(SessionClosed event) {
        Recorded session = session(event);
        open.remove(event.session().number());
        session.observer.closed(new SessionObserver.Closing(
                event.endedBy(),
                event.reason(),
                List.of(),
                event.clientBytes(),
                event.clientPackets(),
                event.serverBytes(),
                event.serverPackets(),
                event.commands()));
    }

    private Recorded session(MonitorEvent event) {
        return open.computeIfAbsent(event.session().number(), number -> new Recorded(observers.apply(number)));
    }

    /** A session of the recording. */
    private static final class Recorded {
        private final SessionObserver observer;
        private long clientBytes;
        private long serverBytes;
        private boolean incomplete;

        Recorded(SessionObserver observer) {
            this.observer = observer;
        }

        void bytes(BytesRelayed event) {
            boolean client = event.direction() == Direction.CLIENT_TO_SERVER;
            long lost = event.offset() - (client ? clientBytes : serverBytes);
            if (lost != 0 && !incomplete) {
                incomplete = true;
                observer.notice(lost + " bytes of the " + (client ? "client" : "server")
                        + " are missing in the recording: the rest of the session is not shown");
            }
            if (incomplete) {
                return;
            }
            if (client) {
                clientBytes += event.bytes().length;
            } else {
                serverBytes += event.bytes().length;
            }
            observer.bytes(event.direction(), Unpooled.wrappedBuffer(event.bytes()));
        }

        void cutOff() {
            observer.closed(new SessionObserver.Closing(
                    EndedBy.PROXY, "the recording ends", List.of(), clientBytes, 0, serverBytes, 0, 0));
        }
    }
}
