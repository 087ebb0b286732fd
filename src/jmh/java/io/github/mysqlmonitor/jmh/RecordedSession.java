package io.github.mysqlmonitor.jmh;

import io.github.mysqlmonitor.config.ValuePolicy;
import io.github.mysqlmonitor.event.CommandFinished;
import io.github.mysqlmonitor.event.Direction;
import io.github.mysqlmonitor.event.EndedBy;
import io.github.mysqlmonitor.event.Interest;
import io.github.mysqlmonitor.event.MonitorEvent;
import io.github.mysqlmonitor.observe.EventOutlet;
import io.github.mysqlmonitor.observe.ObserveOptions;
import io.github.mysqlmonitor.observe.ObserverFactory;
import io.github.mysqlmonitor.observe.SessionObserver;
import io.github.mysqlmonitor.sink.capture.CaptureReader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The first session of a capture, in the pieces in which it was relayed, outside the heap as in the proxy. */
public final class RecordedSession {
    private static final String CAPTURES = "src/test/resources/captures";

    private final List<Piece> pieces;

    /** Bytes of one direction that were read at once. */
    public record Piece(Direction direction, ByteBuf bytes) {
        /** Another view of them, whose indices may be moved. */
        public ByteBuf lent() {
            return bytes.duplicate();
        }
    }

    private RecordedSession(List<Piece> pieces) {
        this.pieces = pieces;
    }

    /** @param name a capture of the tests, without its ending */
    public static RecordedSession read(String name) throws IOException {
        List<Piece> pieces = new ArrayList<>();
        long session = -1;
        try (CaptureReader reader = CaptureReader.open(Path.of(CAPTURES, name + ".capture"))) {
            for (MonitorEvent event = reader.next(); event != null; event = reader.next()) {
                if (event instanceof MonitorEvent.BytesRelayed relayed) {
                    session = session < 0 ? event.session().number() : session;
                    if (event.session().number() == session) {
                        ByteBuf bytes = Unpooled.directBuffer(relayed.bytes().length);
                        pieces.add(new Piece(relayed.direction(), bytes.writeBytes(relayed.bytes())));
                    }
                }
            }
        }
        if (pieces.isEmpty()) {
            throw new IOException(name + " holds no bytes");
        }
        return new RecordedSession(List.copyOf(pieces));
    }

    public List<Piece> pieces() {
        return pieces;
    }

    /** Shows it to an observer of its own, from its beginning to its end. */
    public void play(ObserverFactory observers) {
        SessionObserver observer = observers.create(1);
        observer.opened("127.0.0.1:40000", "127.0.0.1:3307", "127.0.0.1:3306", "127.0.0.1:3306");
        for (Piece piece : pieces) {
            observer.bytes(piece.direction, piece.lent());
        }
        observer.closed(new SessionObserver.Closing(EndedBy.CLIENT, "client closed", List.of(), 0, 0, 0, 0, 0));
    }

    /** What the sinks would get. */
    public List<MonitorEvent> events(Set<Interest> interests) {
        List<MonitorEvent> events = new ArrayList<>();
        play(observers(interests, events::add));
        return events;
    }

    public static ObserverFactory observers(Set<Interest> interests, EventOutlet outlet) {
        return new ObserverFactory(
                new ObserveOptions(interests, false, 0, false, ValuePolicy.SHOW, 16 * 1024), outlet, () -> 0);
    }

    /** The statements in it. */
    public List<byte[]> statements() {
        return events(Set.of(Interest.COMMANDS)).stream()
                .filter(CommandFinished.class::isInstance)
                .map(event -> ((CommandFinished) event).content().sql())
                .filter(sql -> !sql.isEmpty())
                .map(sql -> sql.getBytes(StandardCharsets.UTF_8))
                .toList();
    }
}
