package io.github.mysqlmonitor.observe;

/** Pairs commands with their replies; clients may send further commands before the first is answered. */
final class CommandPhase {
    private final CommandQueue pending = new CommandQueue();
    private final ReplyReader reply = new ReplyReader();

    private Phase phase = Phase.COMMAND;
    private String why = "";
    private long commands;
    private boolean quit;
    private boolean fileToDiscard;

    /** COMMAND, or AUTH while COM_CHANGE_USER is answered, or an end: OPAQUE, LOST, OVER. */
    Phase phase() {
        return phase;
    }

    /** Why the phase is OPAQUE or LOST. */
    String why() {
        return why;
    }

    CommandQueue pending() {
        return pending;
    }

    ReplyReader reply() {
        return reply;
    }

    long commands() {
        return commands;
    }

    boolean idle() {
        return phase == Phase.COMMAND && pending.size() == 0 && !quit && !fileToDiscard;
    }

    /** Whether the client's next packet is a command: no data of a file, no acknowledgement within a dump. */
    boolean commandIsDue() {
        PacketKind current = pending.current();
        boolean dumping = current != null && current.reply() == ReplyShape.DUMP;
        return phase == Phase.COMMAND && !reply.awaitsFile() && !fileToDiscard && !dumping;
    }

    PacketKind fromServer(Head packet) {
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
            answered();
        }
        return kind;
    }

    PacketKind fromClient(int sequence, Head packet) {
        if (reply.awaitsFile() || fileToDiscard) {
            return file(packet);
        }
        PacketKind current = pending.current();
        if (current != null && current.reply() == ReplyShape.DUMP && packet.first() == 0xEF) {
            return PacketKind.SEMI_SYNC_ACK;
        }
        return command(sequence, packet);
    }

    /** Takes a command, which may be sent even while a login is being answered. */
    PacketKind command(int sequence, Head packet) {
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

    /** The current command is answered. */
    void answered() {
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

    private PacketKind file(Head packet) {
        if (packet.length() > 0) {
            return PacketKind.INFILE_DATA;
        }
        if (!fileToDiscard) {
            reply.fileEnded();
        }
        fileToDiscard = false;
        return PacketKind.INFILE_END;
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
}
