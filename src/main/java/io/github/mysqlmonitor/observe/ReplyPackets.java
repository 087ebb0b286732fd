package io.github.mysqlmonitor.observe;

/** The packets that replies of all shapes are made of, and the status that the last of them told. */
final class ReplyPackets {
    /** An EOF has 5 bytes; with the same first byte only a length of 8 bytes can follow. */
    static final int EOF_BELOW = 9;

    private Agreement agreed = new Agreement(0, false);
    private int statusFlags;
    private String broken = "";

    void agree(Agreement agreement) {
        agreed = agreement;
    }

    Agreement agreed() {
        return agreed;
    }

    int statusFlags() {
        return statusFlags;
    }

    void statusFlags(int flags) {
        statusFlags = flags;
    }

    boolean has(int statusFlag) {
        return (statusFlags & statusFlag) != 0;
    }

    /** What was wrong with the last packet that came out as UNKNOWN. */
    String broken() {
        return broken;
    }

    PacketKind definition(Head packet) {
        return packet.length() < 1 || packet.first() >= 0xFB
                ? broken("no column definition", packet)
                : PacketKind.COLUMN_DEFINITION;
    }

    /** The EOF that is due after definitions. */
    PacketKind eof(Head packet) {
        return packet.first() == 0xFE && packet.length() < EOF_BELOW
                ? status(packet, PacketKind.EOF)
                : broken("no EOF after the definitions", packet);
    }

    /** An OK or EOF that ends a result. */
    PacketKind terminator(Head packet) {
        boolean isEof = packet.first() == 0xFE && (!agreed.deprecatesEof() || packet.length() < 7);
        if (isEof && packet.length() >= EOF_BELOW) {
            return broken("an EOF packet is too long", packet);
        }
        return status(packet, isEof ? PacketKind.EOF : PacketKind.OK);
    }

    PacketKind broken(String what, Head packet) {
        broken = what + " (length " + packet.length() + ", first byte " + packet.first() + ")";
        return PacketKind.UNKNOWN;
    }

    private PacketKind status(Head packet, PacketKind kind) {
        int flags = StatusFlags.of(packet, kind == PacketKind.EOF);
        if (flags < 0) {
            return broken("an OK or EOF packet is cut off", packet);
        }
        statusFlags = flags;
        return kind;
    }
}
