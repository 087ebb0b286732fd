package io.github.mysqlmonitor.relay;

import io.github.mysqlmonitor.auth.PasswordPolicy;
import io.github.mysqlmonitor.config.ProxyConfig;
import io.github.mysqlmonitor.frame.InflateMemory;
import io.github.mysqlmonitor.observe.SessionObserver;
import io.github.mysqlmonitor.tls.TlsContexts;
import io.netty.util.concurrent.EventExecutorGroup;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/**
 * What all sessions share.
 *
 * @param tls the contexts for new handshakes
 * @param passwords what may become of passwords in new sessions
 * @param handshakes where private-key work runs, off the event loops
 * @param hold whether sessions are to be read
 * @param observers gives the observer of a session by its number
 * @param counts of the listener
 * @param inflating for sessions that must be followed although they are compressed
 */
record SessionServices(
        ProxyConfig config,
        Supplier<TlsContexts> tls,
        Supplier<PasswordPolicy> passwords,
        EventExecutorGroup handshakes,
        UpstreamConnector connector,
        SessionRegistry registry,
        ReadingHold hold,
        LongFunction<SessionObserver> observers,
        ListenerCounts counts,
        InflateMemory inflating) {}
