package io.github.mysqlmonitor.relay;

import io.github.mysqlmonitor.config.ProxyConfig;
import io.github.mysqlmonitor.event.Direction;
import io.netty.channel.Channel;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From an accepted connection to its session: who is it, what does it want, and is there room? Whoever gets no further
 * has not touched the upstream. It runs on the connection's event loop.
 */
final class Door {
    private static final Logger log = LoggerFactory.getLogger(Door.class);

    private final ProxyConfig config;
    private final SessionServices services;
    private final SessionRegistry registry;
    private final Occasionally refusals = new Occasionally();
    private final Occasionally brokenHeaders = new Occasionally();

    Door(SessionServices services) {
        this.config = services.config();
        this.services = services;
        this.registry = services.registry();
    }

    /** @param listener the address that it reached, as the log writes it */
    void accepted(Channel channel, String listener) {
        Leg client = new Leg(Direction.CLIENT_TO_SERVER, channel);
        channel.pipeline().addLast(HandlerNames.QUIET_END, new QuietEnd("client without a session"));
        Origin socket = Origin.ofSocket(channel);
        if (!socket.isIn(config.door().proxyProtocolFrom())) {
            identified(client, socket, listener);
            return;
        }
        Optional<Handshakes.Place> waiting = registry.handshakes().take();
        if (waiting.isEmpty()) {
            refuseHandshake(client, socket);
            return;
        }
        channel.closeFuture().addListener(closed -> waiting.get().leave());
        long patienceMillis = config.limits().handshakeTimeout().toMillis();
        ProxyHeaderGate.await(client, patienceMillis, brokenHeaders, told -> {
            waiting.get().leave();
            log.debug("client {} is told by {}", told.text(), socket.text());
            identified(client, told, listener);
        });
    }

    private void identified(Leg client, Origin origin, String listener) {
        if (origin.isIn(config.door().healthChecks())) {
            HealthCheck.answer(client, origin, services);
            return;
        }
        Handshakes handshakes = registry.handshakes();
        Optional<Handshakes.Place> place = handshakes.take();
        if (place.isEmpty()) {
            refuseHandshake(client, origin);
        } else if (!place.get().claim(origin.client())) {
            place.get().leave();
            registry.handshakeRefused();
            refuse(client, origin, "--max-handshakes-per-client " + handshakes.limitPerClient());
        } else if (!registry.admit()) {
            place.get().leave();
            refuse(client, origin, "--max-connections " + registry.limit());
        } else {
            begin(new Arrival(client, origin, listener, place.get()));
        }
    }

    private void begin(Arrival arrival) {
        Session session = new Session(registry.nextNumber(), services, arrival);
        arrival.client()
                .channel()
                .pipeline()
                .replace(
                        HandlerNames.QUIET_END,
                        HandlerNames.QUIET_END,
                        new QuietEnd("session " + session.number() + " leg client"));
        services.counts().opened();
        registry.add(session);
        session.start();
    }

    private void refuseHandshake(Leg client, Origin origin) {
        registry.handshakeRefused();
        refuse(client, origin, "--max-handshakes " + registry.handshakes().limit());
    }

    private void refuse(Leg client, Origin origin, String limit) {
        String more = refusals.turn();
        if (more != null) {
            log.warn("client {} refused: too many connections are open ({}){}", origin.text(), limit, more);
        }
        services.counts().refused(CloseReason.TOO_MANY_CONNECTIONS);
        client.write(ErrorPackets.first(
                client.channel().alloc(),
                ErrorPackets.TOO_MANY_CONNECTIONS,
                "Too many connections (mysql-monitor " + limit + ")"));
        HeldBytes.release(client.channel().pipeline());
        client.reading(true);
        client.finish(SessionEnding.CLIENT_GRACE_MILLIS);
    }
}
