package io.github.mysqlmonitor.observe;

import io.github.mysqlmonitor.frame.Compression;
import io.github.mysqlmonitor.wire.CommandCode;
import io.github.mysqlmonitor.wire.ServerStatus;
import io.netty.buffer.ByteBuf;

/**
 * Follows one session's conversation: whose packet is what, which command is being answered, whether the session is
 * idle. It needs the first bytes of each logical packet only, allocates nothing per packet and never throws on what
 * peers send: what breaks the grammar leads to {@link Phase#LOST} with a reason. Confined to one thread.
 *
 * <pre>
 *  GREETING ─▶ FIRST_PACKET ─▶ (LOGIN, after an SSLRequest) ─▶ AUTH ─▶ COMMAND ─▶ OVER, after QUIT
 *      └── ERR ──────┴───────────────┴── ERR ──────────────────┴─▶ OVER
 *  AUTH ─▶ OPAQUE    compression was agreed on, and packets do not come inflated
 *  COMMAND ─▶ OPAQUE a command that leaves the protocol, or an unknown one
 *  any ─▶ LOST       the grammar was broken
 * </pre>
 */
public final class Conversation {
    /**
     * How many bytes of a packet must be given where it has them. Only a greeting with a long version needs so many;
     * 32 bytes are enough for all other packets.
     */
    public static final int HEAD_BYTES = 256;

    private final Head packet = new Head();
    private final ConnectionPhase connection = new ConnectionPhase();
    private final CommandPhase commandPhase = new CommandPhase();

    private boolean inflated;

    private Phase phase = Phase.GREETING;
    private String why = "";
    private boolean loggedIn;

    /** @param inflated whether the packets of a compressed session will come inflated; without, they end in OPAQUE */
    public Conversation(boolean inflated) {
        this.inflated = inflated;
    }

    /** The packets of a compressed session will come inflated; called before the login is answered. */
    public void expectInflated() {
        inflated = true;
    }

    /** The caller cannot go on telling packets. */
    public void lose(String reason) {
        lost(reason);
    }

    /**
     * Takes the next logical packet from the server.
     *
     * @param sequence sequence number of its first frame
     * @param length payload bytes of all its frames
     * @param head borrowed: its first bytes, at least {@code min(length, HEAD_BYTES)}; indices are not moved
     * @return what it is; {@link PacketKind#UNKNOWN} once the conversation is opaque, lost or over
     */
    public PacketKind fromServer(int sequence, long length, ByteBuf head) {
        packet.of(head, length);
        PacketKind kind = fromServer();
        packet.release();
        return kind;
    }

    /** Takes the next logical packet from the client; parameters as in {@link #fromServer(int, long, ByteBuf)}. */
    public PacketKind fromClient(int sequence, long length, ByteBuf head) {
        packet.of(head, length);
        PacketKind kind = fromClient(sequence);
        packet.release();
        return kind;
    }

    private PacketKind fromServer() {
        return switch (phase) {
            case GREETING -> greeting();
            case FIRST_PACKET, LOGIN ->
                packet.first() == 0xFF ? over(PacketKind.ERR) : lost("the server spoke before the client's login");
            case AUTH -> loggedIn ? userChange() : login();
            case COMMAND -> follow(commandPhase.fromServer(packet));
            case OVER -> packet.first() == 0xFF ? PacketKind.ERR : PacketKind.UNKNOWN;
            case OPAQUE, LOST -> PacketKind.UNKNOWN;
        };
    }

    private PacketKind fromClient(int sequence) {
        return switch (phase) {
            case GREETING -> lost("the client spoke before the server's greeting");
            case FIRST_PACKET, LOGIN -> clientLogin();
            case AUTH ->
                sequence == 0 && packet.length() > 0
                        ? follow(commandPhase.command(sequence, packet))
                        : PacketKind.AUTH_ANSWER;
            case COMMAND -> follow(commandPhase.fromClient(sequence, packet));
            case OPAQUE, LOST, OVER -> PacketKind.UNKNOWN;
        };
    }

    private PacketKind greeting() {
        if (packet.first() == 0xFF) {
            return over(PacketKind.ERR);
        }
        if (packet.first() == 0x09) {
            opaque("a server with protocol version 9 is not decoded");
            return PacketKind.GREETING;
        }
        if (!connection.greeting(packet)) {
            return lost("the server's first packet is no greeting");
        }
        phase = Phase.FIRST_PACKET;
        return PacketKind.GREETING;
    }

    private PacketKind clientLogin() {
        if (phase == Phase.FIRST_PACKET && connection.sslRequest(packet)) {
            phase = Phase.LOGIN;
            return PacketKind.SSL_REQUEST;
        }
        if (connection.oldLogin(packet)) {
            opaque("a login older than MySQL 4.1 is not decoded");
            return PacketKind.LOGIN;
        }
        if (!connection.login(packet)) {
            return lost("the client's login is cut off");
        }
        commandPhase.reply().agree(connection.agreement());
        phase = Phase.AUTH;
        return PacketKind.LOGIN;
    }

    private PacketKind login() {
        PacketKind kind = connection.answer(packet);
        if (kind == PacketKind.ERR) {
            return over(kind);
        }
        if (kind == PacketKind.OK) {
            acceptStatus();
            loggedIn = true;
            if (compression() != null && !inflated) {
                opaque("compressed: relayed, not decoded");
            } else {
                phase = commandPhase.phase();
            }
        }
        return kind;
    }

    private PacketKind userChange() {
        PacketKind kind = connection.answer(packet);
        if (kind == PacketKind.OK) {
            acceptStatus();
        }
        if (kind == PacketKind.OK || kind == PacketKind.ERR) {
            commandPhase.answered();
            follow(kind);
        }
        return kind;
    }

    private void acceptStatus() {
        int flags = StatusFlags.of(packet, false);
        if (flags >= 0) {
            commandPhase.reply().statusFlags(flags);
        }
    }

    /** Takes over the phase that commands and replies led to; a login that is not answered yet only takes the ends. */
    private PacketKind follow(PacketKind kind) {
        Phase reached = commandPhase.phase();
        if (loggedIn || reached == Phase.OPAQUE || reached == Phase.LOST) {
            phase = reached;
            why = commandPhase.why();
        }
        return kind;
    }

    private PacketKind over(PacketKind kind) {
        phase = Phase.OVER;
        return kind;
    }

    private void opaque(String reason) {
        phase = Phase.OPAQUE;
        why = reason;
    }

    private PacketKind lost(String reason) {
        phase = Phase.LOST;
        why = reason;
        return PacketKind.UNKNOWN;
    }

    public Phase phase() {
        return phase;
    }

    /** Whether the server has accepted the login, whatever came then. */
    public boolean loggedIn() {
        return loggedIn;
    }

    /** How many commands were sent and not yet fully answered. */
    public int pendingCommands() {
        return commandPhase.pending().size();
    }

    /** Whether a result of the current command is complete and another follows. */
    boolean betweenResults() {
        return commandPhase.pending().size() > 0 && commandPhase.reply().betweenResults();
    }

    /** The command that is being answered, null if none is. */
    public CommandCode currentCommand() {
        PacketKind current = commandPhase.pending().current();
        return current == null ? null : current.command();
    }

    /** Whether logged in with no command under way, so that an ERR may be sent unasked at this packet border. */
    public boolean idle() {
        return phase == Phase.COMMAND && commandPhase.idle();
    }

    /** Whether logged in, and what the client sends next is a command and no data of a file. */
    public boolean commandIsDue() {
        return phase == Phase.COMMAND && commandPhase.commandIsDue();
    }

    /** Whether the server's last status said that a transaction is open. */
    public boolean inTransaction() {
        return (commandPhase.reply().statusFlags() & ServerStatus.IN_TRANS) != 0;
    }

    /** Status flags of the last OK or EOF, 0 before the first. */
    public int statusFlags() {
        return commandPhase.reply().statusFlags();
    }

    /** How many commands the client sent, those without an answer included. */
    public long commands() {
        return commandPhase.commands();
    }

    /** What both ends agreed on, MariaDB's extension in bits 32–63; 0 before the login. */
    public long capabilities() {
        return connection.agreement().bits();
    }

    /** How everything after the login's OK is compressed; null if it is not, and before the login. */
    public Compression compression() {
        return connection.agreement().compression();
    }

    public boolean mariaDb() {
        return connection.mariaDb();
    }

    /** The server's connection id, -1 before the greeting. */
    public long connectionId() {
        return connection.connectionId();
    }

    /** Why the phase is LOST, else empty. */
    public String whyLost() {
        return phase == Phase.LOST ? why : "";
    }

    /** Why the phase is OPAQUE, else empty. */
    public String whyOpaque() {
        return phase == Phase.OPAQUE ? why : "";
    }
}
