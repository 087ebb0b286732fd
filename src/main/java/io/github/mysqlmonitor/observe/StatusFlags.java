package io.github.mysqlmonitor.observe;

/** Finds the status flags in the head of an OK or EOF packet. */
final class StatusFlags {
    private StatusFlags() {}

    /** Returns -1 if the packet is cut off before them. */
    static int of(Head packet, boolean eof) {
        if (eof) {
            return (int) packet.uintAt(3, 2);
        }
        packet.seek(1);
        boolean affectedRows = packet.skipLengthEncoded();
        boolean lastInsertId = affectedRows && packet.skipLengthEncoded();
        return lastInsertId ? (int) packet.uint(2) : -1;
    }
}
