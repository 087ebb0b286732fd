package io.github.mysqlmonitor.sink;

import io.github.mysqlmonitor.event.CommandFinished;
import io.github.mysqlmonitor.event.Interest;
import io.github.mysqlmonitor.event.MonitorEvent;
import io.github.mysqlmonitor.event.SessionId;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread of one sink. It takes all events from the queue to the sink until it is closed or the sink fails, and tells
 * the sink about losses. A daemon, because a sink that blocks for ever must not keep the process alive.
 */
public final class SinkWorker {
    private static final Logger log = LoggerFactory.getLogger(SinkWorker.class);
    /** Long enough that under load a wake-up serves many events, short enough for nobody to notice. */
    private static final long NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private static final int NAPS = 10;
    private static final long SLEEP_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final SessionId NO_SESSION = new SessionId(0, -1);

    private final Sink sink;
    private final Set<Interest> interests;
    private final int payloadBytes;
    private final SinkQueue queue;
    private final Thread thread;
    private long accepted;
    private long acceptedCommands;
    private boolean takingCommand;
    private volatile long taken;
    private volatile Tally written = Tally.NONE;
    private volatile Tally lostAtEnd = Tally.NONE;
    private volatile boolean closing;
    private volatile boolean abandoned;
    private volatile boolean failed;

    SinkWorker(Sink sink, SinkQueue queue) {
        this.sink = sink;
        this.interests = Set.copyOf(sink.interests());
        this.payloadBytes = sink.payloadBytes();
        this.queue = queue;
        this.thread = new Thread(this::run, "sink-" + sink.target());
        thread.setDaemon(true);
    }

    /** Starts writing to the sink, with a queue of the usual size. */
    public static SinkWorker start(Sink sink) {
        return start(sink, Overload.DROP);
    }

    static SinkWorker start(Sink sink, Overload overload) {
        return start(sink, SinkQueue.of(overload, SinkQueue.DEFAULT_SLOTS, SinkQueue.DEFAULT_BYTES));
    }

    static SinkWorker start(Sink sink, SinkQueue queue) {
        SinkWorker worker = new SinkWorker(sink, queue);
        worker.thread.start();
        return worker;
    }

    /** What the sink asked for. */
    Set<Interest> interests() {
        return interests;
    }

    int payloadBytes() {
        return payloadBytes;
    }

    public SinkQueue queue() {
        return queue;
    }

    /** Where the sink writes to. */
    public String target() {
        return sink.target();
    }

    /** Events that the sink took and flushed. */
    public long written() {
        return written.events();
    }

    /** Events that were lost because the queue was full or the sink failed. */
    public long dropped() {
        return droppedTally().events();
    }

    /** {@link #written}, with those of commands. */
    Tally writtenTally() {
        return written;
    }

    /** {@link #dropped}, with those of commands. */
    Tally droppedTally() {
        return queue.droppedTally().plus(lostAtEnd);
    }

    /** Whether the sink failed. */
    public boolean failed() {
        return failed;
    }

    /** Takes no more events; what waits is still written. */
    void beginClose() {
        queue.close();
        closing = true;
        queue.wake();
    }

    /** Ends the sink: what waits is written until the deadline, the rest is abandoned and counted in the log. */
    public void close(Duration deadline) {
        beginClose();
        try {
            // join(0) would wait for ever
            thread.join(Math.max(1, deadline.toMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            abandoned = true;
            long left = queue.size() + Math.max(0, taken - written.events());
            log.warn("{} is too slow, {} abandoned events={}", sink.target(), sink.product(), left);
        } else {
            // An event loop can have offered one while the sink failed and its queue was being closed.
            lostAtEnd = lostAtEnd.plus(queue.clear());
        }
    }

    private void run() {
        try {
            drainUntilClosed();
        } catch (IOException | RuntimeException | LinkageError e) {
            // LinkageError: a jar that was built against another version of this program, or of a library
            failed = true;
            log.error("{}, {} ends", reason(e), sink.product());
            log.debug("sink failed", e);
        } finally {
            queue.close();
            long takenCommands = acceptedCommands + (takingCommand ? 1 : 0);
            lostAtEnd = queue.clear().plus(new Tally(taken, takenCommands).minus(written));
            closeSink();
        }
    }

    private void drainUntilClosed() throws IOException {
        SinkQueue.Consumer consumer = new ToSink();
        int idle = 0;
        while (!abandoned) {
            boolean last = closing;
            int drained = queue.drain(consumer);
            if (drained > 0) {
                sink.flush();
                written = new Tally(accepted, acceptedCommands);
                idle = 0;
            } else if (last) {
                return;
            } else {
                rest(idle++);
            }
        }
    }

    private void rest(int idle) {
        if (idle < NAPS) {
            // not announced to the producers, so that steady traffic costs them no wake-up calls
            LockSupport.parkNanos(this, NAP_NANOS);
        } else {
            queue.park(SLEEP_NANOS);
        }
    }

    private String reason(Throwable e) {
        String message = String.valueOf(e.getMessage());
        if (e instanceof IOException && (message.contains("Broken pipe") || message.contains("reset by peer"))) {
            return sink.target() + " closed";
        }
        return sink.target() + ": " + (e instanceof IOException && e.getMessage() != null ? message : e.toString());
    }

    private void closeSink() {
        try {
            sink.close();
        } catch (IOException | RuntimeException | LinkageError e) {
            log.debug("sink not closed cleanly", e);
        }
    }

    private final class ToSink implements SinkQueue.Consumer {
        @Override
        public void event(MonitorEvent event) throws IOException {
            taken = accepted + 1;
            takingCommand = event instanceof CommandFinished;
            sink.accept(event);
            accepted++;
            if (takingCommand) {
                takingCommand = false;
                acceptedCommands++;
            }
        }

        @Override
        public void lost(long count) throws IOException {
            long now = TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis());
            sink.accept(new MonitorEvent.EventsDropped(NO_SESSION, now, count, "queue full"));
        }
    }
}
