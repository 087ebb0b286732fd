package io.github.mysqlmonitor.jmh;

import io.github.mysqlmonitor.event.Direction;
import io.github.mysqlmonitor.event.Interest;
import io.github.mysqlmonitor.frame.PacketScanner;
import io.github.mysqlmonitor.observe.Conversation;
import io.github.mysqlmonitor.observe.ObserverFactory;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.infra.Blackhole;

/** From bytes to events, a step more each time. One operation is a whole session. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ReadingBenchmark {
    /** Cutting into packets. */
    @Benchmark
    public void scanner(Recordings recordings, Blackhole hole) {
        PacketScanner.Handler handler = (sequence, last, length, head) -> hole.consume(length);
        PacketScanner client = new PacketScanner(Conversation.HEAD_BYTES, handler);
        PacketScanner server = new PacketScanner(Conversation.HEAD_BYTES, handler);
        scan(recordings, client, server);
    }

    /** And knowing what each packet is. */
    @Benchmark
    public void conversation(Recordings recordings, Blackhole hole) {
        Conversation conversation = new Conversation(false);
        PacketScanner client = new PacketScanner(
                Conversation.HEAD_BYTES,
                (sequence, last, length, head) -> hole.consume(conversation.fromClient(sequence, length, head)));
        PacketScanner server = new PacketScanner(
                Conversation.HEAD_BYTES,
                (sequence, last, length, head) -> hole.consume(conversation.fromServer(sequence, length, head)));
        scan(recordings, client, server);
    }

    /** And an event per command and session. */
    @Benchmark
    public void commands(Recordings recordings, Blackhole hole) {
        recordings.session.play(observers(hole, Interest.COMMANDS, Interest.SESSIONS));
    }

    /** Or an event per packet. */
    @Benchmark
    public void packets(Recordings recordings, Blackhole hole) {
        recordings.session.play(observers(hole, Interest.PACKETS, Interest.SESSIONS));
    }

    private static ObserverFactory observers(Blackhole hole, Interest... interests) {
        return RecordedSession.observers(Set.of(interests), hole::consume);
    }

    private static void scan(Recordings recordings, PacketScanner client, PacketScanner server) {
        for (RecordedSession.Piece piece : recordings.session.pieces()) {
            (piece.direction() == Direction.CLIENT_TO_SERVER ? client : server).scan(piece.lent());
        }
    }
}
