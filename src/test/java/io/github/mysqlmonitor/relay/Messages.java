package io.github.mysqlmonitor.relay;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/** What the program says on stderr while this is open. */
final class Messages implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 20;

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final List<Logger> atDebug;
    private final List<ILoggingEvent> said = new ArrayList<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent message) {
            synchronized (said) {
                said.add(message);
                said.notifyAll();
            }
        }
    };

    /** @param atDebug whose messages are wanted from DEBUG on, beside everybody's from INFO on */
    Messages(Class<?>... atDebug) {
        this.atDebug = Stream.of(atDebug)
                .map(type -> (Logger) LoggerFactory.getLogger(type))
                .toList();
        this.atDebug.forEach(logger -> logger.setLevel(Level.DEBUG));
        appender.setContext(root.getLoggerContext());
        appender.start();
        root.addAppender(appender);
    }

    /** Waits for a message with these words. */
    void await(String words) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        synchronized (said) {
            while (said.stream()
                    .noneMatch(message -> message.getFormattedMessage().contains(words))) {
                long leftMillis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (leftMillis <= 0) {
                    throw new AssertionError("nobody said within " + PATIENCE_SECONDS + " s: " + words);
                }
                said.wait(leftMillis);
            }
        }
    }

    /** What was said as a warning or worse so far. */
    List<String> warnings() {
        synchronized (said) {
            return said.stream()
                    .filter(message -> message.getLevel().isGreaterOrEqual(Level.WARN))
                    .map(ILoggingEvent::getFormattedMessage)
                    .toList();
        }
    }

    @Override
    public void close() {
        root.detachAppender(appender);
        atDebug.forEach(logger -> logger.setLevel(null));
    }
}
