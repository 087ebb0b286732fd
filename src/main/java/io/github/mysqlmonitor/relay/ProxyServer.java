package io.github.mysqlmonitor.relay;

import io.github.mysqlmonitor.auth.PasswordPolicy;
import io.github.mysqlmonitor.config.ConfigException;
import io.github.mysqlmonitor.config.ProxyConfig;
import io.github.mysqlmonitor.frame.InflateBudget;
import io.github.mysqlmonitor.frame.InflateMemory;
import io.github.mysqlmonitor.observe.SessionObserver;
import io.github.mysqlmonitor.tls.TlsContexts;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultEventExecutorGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/** The listeners, and what they share: the event loops behind them and the sessions. */
public final class ProxyServer implements AutoCloseable {
    private static final int HANDSHAKE_THREADS = 2;

    private final ProxyConfig config;
    private final Transport transport;
    private final SessionRegistry registry;
    private final MultiThreadIoEventLoopGroup loops;
    private final DefaultEventExecutorGroup handshakes;
    private final ReadingHold hold;
    private final LongFunction<SessionObserver> observers;
    private final InflateMemory inflating = new InflateMemory(new InflateBudget(InflateBudget.DEFAULT_BYTES));
    private final List<Listener> listeners;

    /** With one listener; see {@link Listener.Setup}. */
    public ProxyServer(
            ProxyConfig config,
            Transport transport,
            Supplier<TlsContexts> tls,
            Supplier<PasswordPolicy> passwords,
            LongFunction<SessionObserver> observers) {
        this(List.of(new Listener.Setup(config, tls, passwords)), transport, observers);
    }

    /**
     * @param setups at least one; what is for the whole process is taken from the first
     * @param observers gives the observer of a session by its number
     */
    public ProxyServer(List<Listener.Setup> setups, Transport transport, LongFunction<SessionObserver> observers) {
        this.config = setups.get(0).config();
        this.transport = transport;
        this.observers = observers;
        this.registry = new SessionRegistry(config.limits().maxConnections());
        this.loops =
                transport.newGroup(config.transport().loops(Runtime.getRuntime().availableProcessors()));
        this.hold = new ReadingHold(registry, loops);
        this.handshakes = new DefaultEventExecutorGroup(HANDSHAKE_THREADS, new DefaultThreadFactory("tls", true));
        this.listeners = setups.stream().map(setup -> new Listener(this, setup)).toList();
    }

    SessionServices services(Listener.Setup setup, UpstreamConnector connector) {
        return new SessionServices(
                setup.config(),
                setup.tls(),
                setup.passwords(),
                handshakes,
                connector,
                registry,
                hold,
                observers,
                new ListenerCounts(),
                inflating);
    }

    /**
     * Binds all listeners.
     *
     * @throws ConfigException with exit code 3 if one cannot be bound
     */
    public void start() {
        listeners.forEach(Listener::bind);
    }

    /**
     * From now on no session is read while somebody else says so, and none is accepted.
     *
     * @param paused asked in any thread, whenever the result was run
     * @return to be run, in any thread, after the answer has become another one
     */
    public Runnable pauseReadingWhile(BooleanSupplier paused) {
        hold.follow(paused);
        hold.changed();
        return hold::changed;
    }

    MultiThreadIoEventLoopGroup loops() {
        return loops;
    }

    EventLoop nextLoop() {
        return loops.next();
    }

    Transport transport() {
        return transport;
    }

    /** In the order of their setups. */
    public List<Listener> listeners() {
        return listeners;
    }

    /** Where all listeners are bound. */
    public List<SocketAddress> addresses() {
        return listeners.stream()
                .flatMap(listener -> listener.addresses().stream())
                .toList();
    }

    /** How many sessions there have been. */
    public long accepted() {
        return registry.accepted();
    }

    /** How many sessions there are. */
    public int sessions() {
        return registry.size();
    }

    /** What was relayed in the sessions that have ended. */
    public Relayed relayed() {
        return registry.relayed();
    }

    /**
     * What was relayed in all sessions, those included that are open. Of these it is read while their event loops write
     * it, so that it may lag behind, and a session that ends meanwhile may be missing.
     */
    public Relayed relayedSoFar() {
        return registry.relayedSoFar();
    }

    /** Closes the listeners; sessions go on. */
    public void stopAccepting() {
        listeners.forEach(Listener::stopAccepting);
    }

    /** A drain of the sessions there are; {@link #stopAccepting} comes first. */
    public Drain drain() {
        registry.drain();
        return new Drain(registry, config.drain());
    }

    /** Cuts off whatever is left and ends the event loops. */
    @Override
    public void close() {
        listeners.forEach(Listener::close);
        hold.end();
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
        handshakes.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
