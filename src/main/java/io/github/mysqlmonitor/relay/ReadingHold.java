package io.github.mysqlmonitor.relay;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.EventExecutor;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops the reading of all sessions for as long as somebody outside wants it, and the accepting of new ones. Sessions
 * that are logging in, or ending, go on: they are few bytes from where they can wait, and timeouts of ours run for them.
 */
final class ReadingHold {
    private static final Logger log = LoggerFactory.getLogger(ReadingHold.class);

    private final SessionRegistry registry;
    private final Iterable<EventExecutor> loops;
    private final List<Channel> listeners = new CopyOnWriteArrayList<>();
    private BooleanSupplier wanted = () -> false;
    private volatile boolean on;
    private boolean ended;

    ReadingHold(SessionRegistry registry, Iterable<EventExecutor> loops) {
        this.registry = registry;
        this.loops = loops;
    }

    /** Whether sessions are not to be read; from any thread. */
    boolean isOn() {
        return on;
    }

    /** @param asked whether to stop reading; asked at every {@link #changed} */
    synchronized void follow(BooleanSupplier asked) {
        wanted = asked;
    }

    /** The answer may be another one. Asks under a lock, so that the last one to ask has the latest answer; from any thread. */
    synchronized void changed() {
        boolean now = wanted.getAsBoolean();
        if (now == on || ended) {
            return;
        }
        on = now;
        log.debug("reading of all sessions {}", now ? "stops" : "goes on");
        listeners.forEach(listener -> listener.config().setAutoRead(!now));
        for (EventExecutor loop : loops) {
            loop.execute(() -> lookAgain((EventLoop) loop));
        }
    }

    /** The event loops are about to end; sinks go on for a while, and must not notice. */
    synchronized void end() {
        ended = true;
    }

    synchronized void add(Channel listener) {
        listeners.add(listener);
        if (on) {
            listener.config().setAutoRead(false);
        }
    }

    private void lookAgain(EventLoop loop) {
        for (Session session : registry.all()) {
            if (session.client().channel().eventLoop() == loop) {
                session.holdIfWanted();
            }
        }
    }
}
