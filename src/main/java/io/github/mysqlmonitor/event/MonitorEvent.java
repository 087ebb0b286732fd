package io.github.mysqlmonitor.event;

import java.util.List;

/** Something that happened in a session, as an immutable value. */
public sealed interface MonitorEvent {

    SessionId session();

    /** Wall-clock time in microseconds since 1970-01-01T00:00Z. */
    long epochMicros();

    /** Roughly how many bytes of heap the event holds on to; the sinks' queues are bounded by the sum. */
    default int weight() {
        return 200;
    }

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
            implements MonitorEvent {}

    /** Both legs have the security that they will keep until the end; the login follows. */
    record LegsSecured(SessionId session, long epochMicros, LegSecurity client, LegSecurity server)
            implements MonitorEvent {}

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
            implements MonitorEvent {}

    /** Something that the operator should read beside the packets, such as why a login failed. */
    record Notice(SessionId session, long epochMicros, String text) implements MonitorEvent {}

    /** The session is relayed on, but nothing more is decoded of it. */
    record ObservationStopped(SessionId session, long epochMicros, String reason) implements MonitorEvent {}

    /** A sink's queue was full. */
    record EventsDropped(SessionId session, long epochMicros, long count, String reason) implements MonitorEvent {}

    /**
     * The session ended.
     *
     * @param reason why, in words
     * @param clientBytes bytes read from the client, after decryption
     * @param serverBytes bytes read from the server, after decryption
     */
    record SessionClosed(
            SessionId session,
            long epochMicros,
            String reason,
            List<String> details,
            long durationMicros,
            long clientBytes,
            long clientPackets,
            long serverBytes,
            long serverPackets,
            long commands)
            implements MonitorEvent {}
}
