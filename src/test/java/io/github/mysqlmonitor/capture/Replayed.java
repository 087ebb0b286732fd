package io.github.mysqlmonitor.capture;

import io.github.mysqlmonitor.config.ValuePolicy;
import io.github.mysqlmonitor.event.Direction;
import io.github.mysqlmonitor.event.EventVisitor;
import io.github.mysqlmonitor.event.Interest;
import io.github.mysqlmonitor.event.MonitorEvent;
import io.github.mysqlmonitor.observe.ObserveOptions;
import io.github.mysqlmonitor.observe.ObserverFactory;
import io.github.mysqlmonitor.observe.SessionObserver;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongFunction;

/** Shows a capture to observers, its bytes cut as asked for; times count from its first record. */
public final class Replayed implements EventVisitor {
    /** Everything that is not raw bytes. */
    public static final ObserveOptions ALL = new ObserveOptions(
            Set.of(Interest.PACKETS, Interest.COMMANDS, Interest.SESSIONS),
            false,
            0,
            false,
            ValuePolicy.SHOW,
            16 * 1024);

    private final List<MonitorEvent> events = new ArrayList<>();
    private final Map<Long, SessionObserver> sessions = new HashMap<>();
    private final Cut cut;
    private final ObserverFactory factory;
    private final LongFunction<SessionObserver> observers;
    private long nowMicros;

    /** Hands the pieces of a chunk on, in order. */
    @FunctionalInterface
    public interface Cut {
        Cut WHOLE = (bytes, to) -> to.piece(0, bytes.length);
        Cut BYTE_BY_BYTE = (bytes, to) -> {
            for (int i = 0; i < bytes.length; i++) {
                to.piece(i, i + 1);
            }
        };

        void cut(byte[] bytes, Pieces to);

        /** Takes the bytes between two offsets. */
        interface Pieces {
            void piece(int from, int to);
        }
    }

    private Replayed(ObserveOptions options, Cut cut) {
        this.cut = cut;
        this.factory = new ObserverFactory(options, events::add, () -> nowMicros);
        this.observers = factory::create;
    }

    private Replayed(LongFunction<SessionObserver> observers) {
        this.cut = Cut.WHOLE;
        this.factory = null;
        this.observers = observers;
    }

    /** Shows the records as they are to observers that somebody else makes. */
    public static void show(List<MonitorEvent> records, LongFunction<SessionObserver> observers) throws IOException {
        Replayed replayed = new Replayed(observers);
        for (MonitorEvent event : records) {
            event.visit(replayed);
        }
    }

    /** @param timed whether the records' times are used; else all happens at time 0 */
    public static List<MonitorEvent> events(List<MonitorEvent> records, ObserveOptions options, Cut cut, boolean timed)
            throws IOException {
        Replayed replayed = new Replayed(options, cut);
        for (MonitorEvent event : records) {
            if (timed) {
                replayed.nowMicros = event.epochMicros() - records.get(0).epochMicros();
            }
            event.visit(replayed);
        }
        replayed.factory.close();
        return replayed.events;
    }

    @Override
    public void sessionOpened(MonitorEvent.SessionOpened event) {
        session(event).opened(event.client(), event.listener(), event.upstream(), event.upstreamAddress());
    }

    @Override
    public void legsSecured(MonitorEvent.LegsSecured event) {
        session(event).secured(event.client(), event.server());
    }

    @Override
    public void bytesRelayed(MonitorEvent.BytesRelayed event) {
        SessionObserver session = session(event);
        byte[] bytes = event.bytes();
        Direction direction = event.direction();
        cut.cut(bytes, (from, to) -> {
            ByteBuf piece = Unpooled.wrappedBuffer(bytes, from, to - from);
            session.bytes(direction, piece);
        });
    }

    @Override
    public void sessionClosed(MonitorEvent.SessionClosed event) {
        session(event)
                .closed(new SessionObserver.Closing(
                        event.endedBy(),
                        event.reason(),
                        event.details(),
                        event.clientBytes(),
                        event.clientPackets(),
                        event.serverBytes(),
                        event.serverPackets(),
                        event.commands()));
    }

    private SessionObserver session(MonitorEvent event) {
        return sessions.computeIfAbsent(event.session().number(), observers::apply);
    }
}
