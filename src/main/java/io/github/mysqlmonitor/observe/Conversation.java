package io.github.mysqlmonitor.observe;

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
 *  AUTH ─▶ OPAQUE    compression was agreed on
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
    private final CommandQueue pending = new CommandQueue();
    private final ReplyReader reply = new ReplyReader();

    private Phase phase = Phase.GREETING;
    private String why = "";
    private long commands;
    private boolean loggedIn;
    private boolean quit;
    private boolean fileToDiscard;

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
            case COMMAND -> answer();
            case OVER -> packet.first() == 0xFF ? PacketKind.ERR : PacketKind.UNKNOWN;
            case OPAQUE, LOST -> PacketKind.UNKNOWN;
        };
    }

    private PacketKind fromClient(int sequence) {
        return switch (phase) {
            case GREETING -> lost("the client spoke before the server's greeting");
            case FIRST_PACKET, LOGIN -> clientLogin();
            case AUTH -> sequence == 0 && packet.length() > 0 ? command(sequence) : PacketKind.AUTH_ANSWER;
            case COMMAND -> fromClientInCommandPhase(sequence);
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
        reply.agree(connection.agreement());
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
            if (connection.agreement().compressed()) {
                opaque("compressed: relayed, not decoded");
            } else {
                phase = Phase.COMMAND;
                followQueue();
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
            finished();
        }
        return kind;
    }

    private void acceptStatus() {
        int flags = StatusFlags.of(packet, false);
        if (flags >= 0) {
            reply.statusFlags(flags);
        }
    }

    private PacketKind answer() {
        PacketKind command = pending.current();
        if (command == null) {
            return packet.first() == 0xFF ? PacketKind.ERR : lost("the server sent a packet that no command asked for");
        }
        boolean awaitedFile = reply.awaitsFile();
        PacketKind kind = reply.read(command, packet);
        if (kind == PacketKind.UNKNOWN) {
            return lost("after " + command.displayName() + ": " + reply.broken());
        }
        if (kind == PacketKind.LOCAL_INFILE && pending.size() > 1) {
            lost("a file was asked for while further commands were under way");
        } else if (reply.ended()) {
            fileToDiscard = awaitedFile;
            if (command.reply() == ReplyShape.LEAVES && kind != PacketKind.ERR) {
                opaque(command.displayName() + " leaves the protocol");
            }
            finished();
        }
        return kind;
    }

    /** The current command is answered. */
    private void finished() {
        pending.removeFirst();
        if (phase == Phase.AUTH) {
            phase = Phase.COMMAND;
        }
        followQueue();
    }

    /** Looks at what is to be answered next. */
    private void followQueue() {
        reply.start();
        if (phase != Phase.COMMAND) {
            return;
        }
        if (pending.current() == PacketKind.CHANGE_USER) {
            phase = Phase.AUTH;
        } else if (quit && pending.size() == 0) {
            phase = Phase.OVER;
        }
    }

    private PacketKind fromClientInCommandPhase(int sequence) {
        if (reply.awaitsFile() || fileToDiscard) {
            return file();
        }
        PacketKind current = pending.current();
        if (current != null && current.reply() == ReplyShape.DUMP && packet.first() == 0xEF) {
            return PacketKind.SEMI_SYNC_ACK;
        }
        return command(sequence);
    }

    private PacketKind file() {
        if (packet.length() > 0) {
            return PacketKind.INFILE_DATA;
        }
        if (!fileToDiscard) {
            reply.fileEnded();
        }
        fileToDiscard = false;
        return PacketKind.INFILE_END;
    }

    private PacketKind command(int sequence) {
        if (sequence != 0) {
            return lost("a command was due, but the client sent sequence number " + sequence);
        }
        PacketKind command = packet.length() == 0 ? PacketKind.SLEEP : PacketKind.ofCommand(packet.first());
        commands++;
        if (command == PacketKind.UNKNOWN_COMMAND) {
            opaque("unknown command 0x" + Integer.toHexString(packet.first()));
            return command;
        }
        quit |= command == PacketKind.QUIT;
        if (command.reply() != ReplyShape.NONE && !pending.add(command)) {
            return lost("too many commands are waiting for an answer");
        }
        if (pending.size() == 0 || pending.size() == 1 && command.reply() != ReplyShape.NONE) {
            followQueue();
        }
        return command;
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

    /** How many commands were sent and not yet fully answered. */
    public int pendingCommands() {
        return pending.size();
    }

    /** The command that is being answered, null if none is. */
    public CommandCode currentCommand() {
        PacketKind current = pending.current();
        return current == null ? null : current.command();
    }

    /** Whether logged in with no command under way, so that an ERR may be sent unasked at this packet border. */
    public boolean idle() {
        return phase == Phase.COMMAND && pending.size() == 0 && !quit && !fileToDiscard;
    }

    /** Whether the server's last status said that a transaction is open. */
    public boolean inTransaction() {
        return (reply.statusFlags() & ServerStatus.IN_TRANS) != 0;
    }

    /** Status flags of the last OK or EOF, 0 before the first. */
    public int statusFlags() {
        return reply.statusFlags();
    }

    /** How many commands the client sent, those without an answer included. */
    public long commands() {
        return commands;
    }

    /** What both ends agreed on, MariaDB's extension in bits 32–63; 0 before the login. */
    public long capabilities() {
        return connection.agreement().bits();
    }

    /** Whether everything after the login's OK is compressed. */
    public boolean compressed() {
        return connection.agreement().compressed();
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
