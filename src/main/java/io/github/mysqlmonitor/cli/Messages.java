package io.github.mysqlmonitor.cli;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.hook.DefaultShutdownHook;
import ch.qos.logback.core.spi.ContextAwareBase;
import org.slf4j.Logger;

/**
 * Where the program's own messages go: to people, on stderr. What clients and server say to each other never comes here.
 *
 * <p>It is code, since reading the same from a file costs a start some hundred classes for XML. A {@code
 * config/logback.xml} beside the program replaces it.
 *
 * <p>The appender is asynchronous and never blocks: a terminal or pipe that nobody reads must not hold up an event loop,
 * so when the queue is full messages are lost.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_TOP_PRIORITY)
public final class Messages extends ContextAwareBase implements Configurator {
    private static final String CONFIGURATION_FILE = "logback.configurationFile";
    private static final String TEST_CONFIGURATION = "logback-test.xml";
    private static final int QUEUE_SIZE = 1024;
    private static final int MAX_FLUSH_MILLIS = 1000;

    /** Found by the ServiceLoader. */
    public Messages() {}

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        if (System.getProperty(CONFIGURATION_FILE) != null
                || Messages.class.getClassLoader().getResource(TEST_CONFIGURATION) != null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        AsyncAppender queue = new AsyncAppender();
        queue.setContext(context);
        queue.setName("ASYNC");
        queue.setQueueSize(QUEUE_SIZE);
        queue.setDiscardingThreshold(0);
        queue.setNeverBlock(true);
        queue.setMaxFlushTime(MAX_FLUSH_MILLIS);
        queue.addAppender(stderr(context));
        queue.start();
        context.getLogger("io.netty").setLevel(Level.WARN);
        var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        root.addAppender(queue);
        DefaultShutdownHook flush = new DefaultShutdownHook();
        flush.setContext(context);
        Runtime.getRuntime().addShutdownHook(new Thread(flush, "flush messages"));
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    private static ConsoleAppender<ILoggingEvent> stderr(LoggerContext context) {
        MessageLines encoder = new MessageLines();
        encoder.setContext(context);
        encoder.start();
        ConsoleAppender<ILoggingEvent> stderr = new ConsoleAppender<>();
        stderr.setContext(context);
        stderr.setName("STDERR");
        stderr.setTarget("System.err");
        stderr.setEncoder(encoder);
        stderr.start();
        return stderr;
    }
}
