package io.github.mysqlmonitor.sink;

import io.github.mysqlmonitor.event.MonitorEvent;
import io.github.mysqlmonitor.event.SessionId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of pauses that last too long, once each: in the log, and in every sink. It has a thread of its own, because the
 * thread of the sink that causes the pause is the one that is stuck.
 */
final class PauseWatch {
    /** Servers give a client that does not read net_write_timeout, which is 60 s unless somebody set it. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Logger log = LoggerFactory.getLogger(PauseWatch.class);
    private static final SessionId NO_SESSION = new SessionId(0, -1);
    private static final int LOOKS_PER_PATIENCE = 60;

    private final List<Watched> watched;
    private final Duration patience;
    private final Consumer<MonitorEvent> outlet;
    private final Thread thread;
    private volatile boolean ended;

    private PauseWatch(List<Watched> watched, Duration patience, Consumer<MonitorEvent> outlet) {
        this.watched = watched;
        this.patience = patience;
        this.outlet = outlet;
        this.thread = new Thread(this::run, "sink-pauses");
        thread.setDaemon(true);
    }

    /** @param outlet gets the events, in the watch's own thread */
    static PauseWatch start(List<SinkWorker> pausing, Duration patience, Consumer<MonitorEvent> outlet) {
        PauseWatch watch = new PauseWatch(pausing.stream().map(Watched::new).toList(), patience, outlet);
        watch.thread.start();
        return watch;
    }

    void end() {
        ended = true;
        LockSupport.unpark(thread);
    }

    private void run() {
        long napNanos = Math.max(1, patience.toNanos() / LOOKS_PER_PATIENCE);
        while (!ended) {
            LockSupport.parkNanos(this, napNanos);
            watched.forEach(this::look);
        }
    }

    private void look(Watched sink) {
        PauseMark mark = sink.worker.queue().mark();
        long pause = mark.pauses();
        long nanos = System.nanoTime() - mark.sinceNanos();
        if (sink.told > 0 && (!mark.pausing() || pause != sink.told)) {
            log.info("{} takes events again, sessions are read on", sink.worker.target());
            sink.told = 0;
        }
        if (mark.pausing() && pause != sink.told && nanos > patience.toNanos()) {
            sink.told = pause;
            String text = sink.worker.target() + " is too slow: no session has been read for "
                    + TimeUnit.NANOSECONDS.toSeconds(nanos)
                    + " s (overload=pause); servers end sessions after their net_write_timeout";
            log.warn("{}", text);
            long micros = TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis());
            outlet.accept(new MonitorEvent.Notice(NO_SESSION, micros, text));
        }
    }

    /** A sink that may pause; for the watch's thread. */
    private static final class Watched {
        private final SinkWorker worker;

        /** The number of the pause that was told of and has not ended; 0 if there is none. */
        private long told;

        Watched(SinkWorker worker) {
            this.worker = worker;
        }
    }
}
