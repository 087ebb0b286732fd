package io.github.mysqlmonitor.relay;

import io.github.mysqlmonitor.wire.ProtocolException;

/** Decides whether what looks like COM_CHANGE_USER is one, and when it may go on: when all before it is answered. */
final class UserChanges {
    private final Session session;
    private final boolean legsAlike;
    private final FrameRelay client;
    private final FrameRelay server;
    private boolean overlooked;

    /** @param legsAlike whether both sides expect the same of each other */
    UserChanges(Session session, boolean legsAlike, FrameRelay client, FrameRelay server) {
        this.session = session;
        this.legsAlike = legsAlike;
        this.client = client;
        this.server = server;
    }

    /**
     * Whether it is to be taken out of what is relayed; data of a file, for instance, is not.
     *
     * @param atStart whether nothing of the compressed packet that it is in was relayed
     */
    boolean isToBeTaken(boolean atStart) {
        boolean possible = session.flow().userChangeIsPossible();
        if (possible && mayBeOverlooked() && (session.flow().isLost() || !atStart)) {
            overlook();
            return false;
        }
        return possible;
    }

    /** Whether nothing is lost but attributes if one is passed on as it is. */
    boolean mayBeOverlooked() {
        return legsAlike;
    }

    private void overlook() {
        if (!overlooked) {
            overlooked = true;
            session.notice("what may be COM_CHANGE_USER was passed on as it is, without attributes");
        }
    }

    /**
     * Whether all commands are answered, to the last byte.
     *
     * @throws ProtocolException if nobody can tell
     */
    boolean mayGoOn() {
        if (session.flow().isLost()) {
            throw new ProtocolException("COM_CHANGE_USER", "a session that can be followed", "one that was lost", -1);
        }
        return isIdle();
    }

    private boolean isIdle() {
        return session.flow().isIdle() && server.reader().atBorder();
    }

    /** The server has sent something while commands are relayed: one may have waited for it. */
    void answered() {
        if (client.isWaiting() && (isIdle() || session.flow().isLost())) {
            client.resume();
        }
    }
}
