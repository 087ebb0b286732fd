package io.github.mysqlmonitor.relay;

import io.github.mysqlmonitor.config.DrainConfig;
import io.github.mysqlmonitor.event.Direction;
import io.github.mysqlmonitor.frame.Compression;
import io.github.mysqlmonitor.frame.PacketScanner;
import io.github.mysqlmonitor.observe.Conversation;
import io.netty.buffer.ByteBuf;

/**
 * Where the conversation stands, always on: draining, an ERR to an idle session and the totals need it even when nobody
 * observes. When it loses the thread it says so, and traffic goes on.
 */
final class FlowState {
    /** Enough for every field that decides about the end of a reply. */
    private static final int HEAD_BYTES = 64;

    /** No login has more from the server. */
    private static final int LOGIN_PACKETS = 32;

    private final Conversation conversation = new Conversation(false);
    private final PacketScanner client;
    private final PacketScanner server;
    private long clientBytes;
    private long clientPackets;
    private long serverBytes;
    private long serverPackets;
    private int serverMarker = -1;
    private boolean sslRequested;
    private boolean undecoded;

    FlowState() {
        client = new PacketScanner(HEAD_BYTES, (sequence, lastSequence, length, head) -> {
            clientPackets++;
            conversation.fromClient(sequence, length, head);
        });
        server = new PacketScanner(HEAD_BYTES, (sequence, lastSequence, length, head) -> {
            serverPackets++;
            if (serverPackets <= LOGIN_PACKETS) {
                serverMarker = head.isReadable() ? head.getUnsignedByte(head.readerIndex()) : -1;
            }
            conversation.fromServer(sequence, length, head);
        });
    }

    /** @param bytes borrowed, indices stay */
    void passed(Direction direction, ByteBuf bytes) {
        if (undecoded) {
            count(direction, bytes.readableBytes());
            return;
        }
        int start = bytes.readerIndex();
        if (direction == Direction.CLIENT_TO_SERVER) {
            client.scan(bytes);
        } else {
            server.scan(bytes);
        }
        bytes.readerIndex(start);
        count(direction, bytes.readableBytes());
    }

    private void count(Direction direction, int bytes) {
        if (direction == Direction.CLIENT_TO_SERVER) {
            clientBytes += bytes;
        } else {
            serverBytes += bytes;
        }
    }

    /** What follows is not MySQL's: only bytes are counted, and nothing is known of the session. */
    void undecoded() {
        undecoded = true;
    }

    /** Bytes that are compressed; what they inflate to is told by {@link #inflated}. */
    void passedCompressed(Direction direction, int bytes) {
        count(direction, bytes);
    }

    /** @param plain borrowed, indices stay */
    void inflated(Direction direction, ByteBuf plain) {
        int start = plain.readerIndex();
        (direction == Direction.CLIENT_TO_SERVER ? client : server).scan(plain);
        plain.readerIndex(start);
    }

    /** What comes after the login of a compressed session will be told inflated. */
    void expectInflated() {
        conversation.expectInflated();
    }

    /** How what is relayed is compressed; null if it is not, or the login is not over. */
    Compression compression() {
        return loggedIn() ? conversation.compression() : null;
    }

    /** The rest of the session will not be told. */
    void lose(String why) {
        conversation.lose(why);
    }

    /** The next thing the client owes is its login, although it has sent a packet. */
    void sslRequestPassed() {
        sslRequested = true;
    }

    /** Whether the client has not sent a byte of its login yet. */
    boolean loginIsOwed() {
        long before = sslRequested ? 1 : 0;
        return !undecoded && clientPackets <= before && client.atBorder();
    }

    /** Whether the login was sent, as a whole packet at least, and has not come to its end. */
    boolean loginIsOpen() {
        return !undecoded && !loginIsOwed() && loggingIn() && client.atBorder();
    }

    /**
     * While the login is open: number of the packet that the server waits for, in the client's counting; -1 if it is the
     * server's turn. Both sides speak in turn until then, and count as one.
     */
    int answerDue() {
        boolean clientsTurn = serverPackets > clientPackets - (sslRequested ? 1 : 0);
        return clientsTurn && server.atBorder() ? (int) (clientPackets + serverPackets) : -1;
    }

    /** While the login is open: the first byte of the server's last packet, -1 if it was empty. */
    int serverMarker() {
        return serverMarker;
    }

    /** Whether the login is behind us. */
    boolean loggedIn() {
        return undecoded
                || switch (conversation.phase()) {
                    case COMMAND, OPAQUE -> true;
                    case LOST -> conversation.loggedIn();
                    default -> false;
                };
    }

    /** Whether the login has not come to its end yet. */
    boolean loggingIn() {
        return switch (conversation.phase()) {
            case GREETING, FIRST_PACKET, LOGIN, AUTH -> true;
            case COMMAND, OPAQUE, LOST, OVER -> false;
        };
    }

    /** Whether an ERR of the proxy's own may be sent to the client here. */
    boolean mayEnd(DrainConfig.At at) {
        return !undecoded && isIdle() && (at == DrainConfig.At.STATEMENT || !conversation.inTransaction());
    }

    /** Whether what looks like COM_CHANGE_USER may be it: no data of a file, for instance. Yes when nobody can tell. */
    boolean userChangeIsPossible() {
        return isLost() || conversation.commandIsDue();
    }

    /** Whether the conversation could not be followed any more, so that nobody can tell commands from other packets. */
    boolean isLost() {
        return conversation.phase() == io.github.mysqlmonitor.observe.Phase.LOST;
    }

    /** Whether all commands are answered and nothing is half sent. */
    boolean isIdle() {
        return conversation.idle() && client.atBorder() && server.atBorder();
    }

    /** What the session is doing, in a word or two for the progress of a drain. */
    String activity() {
        return undecoded
                ? "undecoded"
                : switch (conversation.phase()) {
                    case GREETING, FIRST_PACKET, LOGIN, AUTH -> "login";
                    case COMMAND ->
                        conversation.pendingCommands() > 0
                                ? "statement"
                                : conversation.inTransaction() ? "transaction" : "idle";
                    case OPAQUE, LOST, OVER -> "undecoded";
                };
    }

    boolean quitting() {
        return conversation.phase() == io.github.mysqlmonitor.observe.Phase.OVER && conversation.commands() > 0;
    }

    long clientBytes() {
        return clientBytes;
    }

    long clientPackets() {
        return clientPackets;
    }

    long serverBytes() {
        return serverBytes;
    }

    long serverPackets() {
        return serverPackets;
    }

    long commands() {
        return conversation.commands();
    }
}
