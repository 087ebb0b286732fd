package io.github.mysqlmonitor.relay;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;

/** How a stop of the proxy ends a session: at the first moment at which it has nothing open. */
final class SessionDrain {
    private static final int COM_QUIT = 0x01;

    private final Session session;
    private final SessionServices services;
    private boolean draining;

    SessionDrain(Session session, SessionServices services) {
        this.session = session;
        this.services = services;
    }

    /** Ends the session as soon as that harms nothing; callable from any thread. */
    void begin() {
        session.client().channel().eventLoop().execute(() -> {
            draining = true;
            endIfAllowed();
        });
    }

    /** A read loop is over and flushed: a moment at which a session that is to stop may be idle. */
    void readCompleted() {
        if (draining) {
            endIfAllowed();
        }
    }

    private void endIfAllowed() {
        Leg client = session.client();
        Leg server = session.server();
        if (session.phase() != Phase.RELAYING
                || client.outputEnded()
                || server.outputEnded()
                || !session.flow().mayEnd(services.config().drain().at())) {
            return;
        }
        Channel toClient = client.channel();
        session.ending().because(CloseReason.DRAINED);
        session.notice("ERR 1053 sent to the idle client: the proxy is stopping");
        client.write(asCommanded(ErrorPackets.withSqlState(
                toClient.alloc(), 0, ErrorPackets.SERVER_SHUTDOWN, "08S01", "Server shutdown in progress")));
        server.write(asCommanded(
                toClient.alloc().buffer(5).writeMediumLE(1).writeByte(0).writeByte(COM_QUIT)));
        session.phase(Phase.CLOSING);
        client.finish(SessionEnding.CLIENT_GRACE_MILLIS);
        server.finish(SessionEnding.SERVER_GRACE_MILLIS);
    }

    /** Takes the frame. */
    private ByteBuf asCommanded(ByteBuf frame) {
        return session.flow().compression() == null ? frame : LegNumbers.stored(frame);
    }
}
