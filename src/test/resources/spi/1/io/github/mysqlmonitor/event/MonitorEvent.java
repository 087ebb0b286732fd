package io.github.mysqlmonitor.event;

import java.io.IOException;
import java.util.List;

/** Something that happened in a session, as an immutable value. Types are told apart with an {@link EventVisitor}. */
public sealed interface MonitorEvent permits MonitorEvent.Basic, CommandFinished, LoginFinished, TransactionFinished {

    SessionId session();

    /** Wall-clock time in microseconds since 1970-01-01T00:00Z. */
    long epochMicros();

    /** Calls the one method of the visitor that is for this type. */
    void visit(EventVisitor visitor) throws IOException;

    /** Which sinks get it; null for what every sink gets. */
    Interest interest();

    /** Roughly how many bytes of heap the event holds on to; the sinks' queues are bounded by the sum. */
    default int weight() {
        return 200;
    }

    /** The small ones. */
    sealed interface Basic extends MonitorEvent {}

    /**
     * A client connected and the upstream was reached.
     *
     * @param client the client's address, {@code HOST:PORT} or {@code unix:PATH}
     * @param listener the address it connected to
     * @param upstream the upstream as the operator wrote it
     * @param upstreamAddress the address it was resolved to, empty for a Unix socket
     */
    record SessionOpened(
            SessionId session,
            long epochMicros,
            String client,
            String listener,
            String upstream,
            String upstreamAddress)
            implements Basic {
        @Override
        public void visit(EventVisitor visitor) throws IOException {
            visitor.sessionOpened(this);
        }

        @Override
        public Interest interest() {
            return Interest.SESSIONS;
        }
    }

    /** Both legs have the security that they will keep until the end; the login follows. */
    record LegsSecured(SessionId session, long epochMicros, LegSecurity client, LegSecurity server) implements Basic {
        @Override
        public void visit(EventVisitor visitor) throws IOException {
            visitor.legsSecured(this);
        }

        @Override
        public Interest interest() {
            return Interest.SESSIONS;
        }
    }

    /**
     * COM_CHANGE_USER succeeded: statements, variables and transaction of before are gone.
     *
     * @param from the user of before
     * @param facts what holds from now on
     */
    record UserChanged(SessionId session, long epochMicros, String from, SessionFacts facts) implements Basic {
        @Override
        public void visit(EventVisitor visitor) throws IOException {
            visitor.userChanged(this);
        }

        @Override
        public Interest interest() {
            return Interest.SESSIONS;
        }
    }

    /**
     * The default schema is another one.
     *
     * @param from the schema of before, empty if there was none
     * @param to the schema of now, empty if there is none any more
     */
    record SchemaChanged(SessionId session, long epochMicros, String from, String to) implements Basic {
        @Override
        public void visit(EventVisitor visitor) throws IOException {
            visitor.schemaChanged(this);
        }

        @Override
        public Interest interest() {
            return Interest.SESSIONS;
        }
    }

    /**
     * One logical packet, or a run of equal ones within one reply.
     *
     * @param sequence sequence number of the first packet's first frame, 0–255
     * @param lastSequence sequence number of the last packet of the run; equal to {@code sequence} for a single packet
     *     of one frame
     * @param count how many packets the run has, at least 1
     * @param length payload bytes of all packets of the run, frame headers not counted
     * @param type the field's own name of the packet, such as {@code Query} or {@code OK}
     * @param error whether the packet is an ERR
     * @param content what to show of it
     * @param payload the first bytes of the payload with secrets already overwritten by {@code *} unless they are to
     *     be shown; empty if no sink asked for payload; borrowed by nobody, never changed
     */
    record PacketSeen(
            SessionId session,
            long epochMicros,
            Direction direction,
            int sequence,
            int lastSequence,
            long count,
            long length,
            String type,
            boolean error,
            PacketContent content,
            byte[] payload,
            int weight)
            implements Basic {
        @Override
        public void visit(EventVisitor visitor) throws IOException {
            visitor.packetSeen(this);
        }

        @Override
        public Interest interest() {
            return Interest.PACKETS;
        }
    }

    /**
     * One logical packet as it is, nothing masked.
     *
     * @param sequence sequence number of its first frame, 0–255
     * @param lastSequence sequence number of its last frame
     * @param length payload bytes of the whole packet
     * @param payload all of them, or the first ones if the packet is longer than the sink asked for; never changed
     */
    record PacketRelayed(
            SessionId session,
            long epochMicros,
            Direction direction,
            int sequence,
            int lastSequence,
            long length,
            byte[] payload)
            implements Basic {
        @Override
        public void visit(EventVisitor visitor) throws IOException {
            visitor.packetRelayed(this);
        }

        @Override
        public Interest interest() {
            return Interest.RAW_PACKETS;
        }

        @Override
        public int weight() {
            return 100 + payload.length;
        }
    }

    /**
     * Bytes as they were relayed, decrypted, nothing masked, however they were cut when they were read. What is missing
     * between two of them was lost: {@code offset} tells how much.
     *
     * @param offset how many bytes of this direction went before
     * @param bytes never changed
     */
    record BytesRelayed(SessionId session, long epochMicros, Direction direction, long offset, byte[] bytes)
            implements Basic {
        @Override
        public void visit(EventVisitor visitor) throws IOException {
            visitor.bytesRelayed(this);
        }

        @Override
        public Interest interest() {
            return Interest.CHUNKS;
        }

        @Override
        public int weight() {
            return 100 + bytes.length;
        }
    }

    /** Something that the operator should read beside the packets, such as why a login failed. */
    record Notice(SessionId session, long epochMicros, String text) implements Basic {
        @Override
        public void visit(EventVisitor visitor) throws IOException {
            visitor.notice(this);
        }

        @Override
        public Interest interest() {
            return null;
        }
    }

    /** The session is relayed on, but nothing more is decoded of it. */
    record ObservationStopped(SessionId session, long epochMicros, String reason) implements Basic {
        @Override
        public void visit(EventVisitor visitor) throws IOException {
            visitor.observationStopped(this);
        }

        @Override
        public Interest interest() {
            return null;
        }
    }

    /** A sink's queue was full; of no session in particular. */
    record EventsDropped(SessionId session, long epochMicros, long count, String reason) implements Basic {
        @Override
        public void visit(EventVisitor visitor) throws IOException {
            visitor.eventsDropped(this);
        }

        @Override
        public Interest interest() {
            return null;
        }
    }

    /**
     * The session ended.
     *
     * @param reason why, in words
     * @param details more of the reason, such as who killed it
     * @param facts what was known of the session at its end
     * @param clientBytes bytes read from the client, after decryption
     * @param serverBytes bytes read from the server, after decryption
     */
    record SessionClosed(
            SessionId session,
            long epochMicros,
            EndedBy endedBy,
            String reason,
            List<String> details,
            SessionFacts facts,
            long durationMicros,
            long clientBytes,
            long clientPackets,
            long serverBytes,
            long serverPackets,
            long commands)
            implements Basic {
        @Override
        public void visit(EventVisitor visitor) throws IOException {
            visitor.sessionClosed(this);
        }

        @Override
        public Interest interest() {
            return Interest.SESSIONS;
        }
    }
}
