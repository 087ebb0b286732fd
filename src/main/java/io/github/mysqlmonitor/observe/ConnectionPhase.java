package io.github.mysqlmonitor.observe;

import io.github.mysqlmonitor.wire.Capability;

/** Reads from greeting and login what the two ends agree on, and tells authentication packets apart. */
final class ConnectionPhase {
    private static final int SSL_REQUEST_LENGTH = 32;
    private static final int OLD_SSL_REQUEST_LENGTH = 5;
    private static final int BARE_SSL_REQUEST_LENGTH = 4;
    /** Offset of MariaDB's extended word in SSLRequest and login. */
    private static final int EXTENSION_OFFSET = 28;

    /** MariaDB clears it to say that an extended word is there. */
    private static final long CLIENT_MYSQL = Capability.LONG_PASSWORD.mask();

    private long serverBits;
    private long clientBits = -1;
    private long connectionId = -1;
    private boolean mariaDb;
    private Agreement agreement = new Agreement(0, false);

    long connectionId() {
        return connectionId;
    }

    boolean mariaDb() {
        return mariaDb;
    }

    Agreement agreement() {
        return agreement;
    }

    /** Takes a greeting; false if it is none. */
    boolean greeting(Head packet) {
        if (packet.first() != 0x0A || !packet.seek(1).skipNulTerminated()) {
            return false;
        }
        int versionEnd = packet.offset();
        connectionId = packet.uint(4);
        packet.seek(packet.offset() + 8 + 1);
        serverBits = packet.uint(2);
        packet.seek(packet.offset() + 1 + 2);
        long high = packet.uint(2);
        if (connectionId < 0 || serverBits < 0) {
            return false;
        }
        if (high >= 0) {
            serverBits |= high << 16;
        }
        mariaDb = (serverBits & CLIENT_MYSQL) == 0 || namesMariaDb(packet, versionEnd);
        if ((serverBits & CLIENT_MYSQL) == 0) {
            long extension = packet.uintAt(packet.offset() + 1 + 6, 4);
            serverBits |= Math.max(extension, 0) << 32;
        }
        return true;
    }

    private static boolean namesMariaDb(Head packet, int versionEnd) {
        String name = "mariadb";
        for (int start = 1; start + name.length() < versionEnd; start++) {
            int matched = 0;
            while (matched < name.length() && (packet.at(start + matched) | 0x20) == name.charAt(matched)) {
                matched++;
            }
            if (matched == name.length()) {
                return true;
            }
        }
        return false;
    }

    /** Whether this first client packet asks for TLS; if so, takes its capabilities. */
    boolean sslRequest(Head packet) {
        long bits = wordOf(packet);
        if (packet.length() > SSL_REQUEST_LENGTH || bits < 0 || (bits & Capability.SSL.mask()) == 0) {
            return false;
        }
        if (packet.length() == SSL_REQUEST_LENGTH) {
            // MySQL keeps this word and does not read the login's; MariaDB reads the login's.
            clientBits = mariaDb ? -1 : bits;
            return true;
        }
        return packet.length() == OLD_SSL_REQUEST_LENGTH || packet.length() == BARE_SSL_REQUEST_LENGTH;
    }

    /** Whether this is a login of the protocol before 4.1, which has its capabilities in 16 bits. */
    boolean oldLogin(Head packet) {
        long low = packet.uintAt(0, 2);
        return packet.length() > OLD_SSL_REQUEST_LENGTH && low >= 0 && (low & Capability.PROTOCOL_41.mask()) == 0;
    }

    /** Takes a login; false if it is too short to be one. */
    boolean login(Head packet) {
        if (packet.length() < SSL_REQUEST_LENGTH) {
            return false;
        }
        long bits = clientBits >= 0 ? clientBits : packet.uintAt(0, 4);
        if (bits < 0) {
            return false;
        }
        if (((serverBits | bits) & CLIENT_MYSQL) == 0) {
            bits |= Math.max(packet.uintAt(EXTENSION_OFFSET, 4), 0) << 32;
        }
        agreement = new Agreement(serverBits & bits, mariaDb);
        return true;
    }

    /** Tells what the server sends while it authenticates the client. */
    PacketKind answer(Head packet) {
        return switch (packet.first()) {
            case 0x00 -> PacketKind.OK;
            case 0xFF -> PacketKind.ERR;
            case 0xFE -> PacketKind.AUTH_SWITCH;
            case 0x02 -> agreement.multiFactor() ? PacketKind.AUTH_NEXT_FACTOR : PacketKind.AUTH_MORE_DATA;
            // Some MariaDB plugins omit the 01 where their data cannot be mistaken.
            default -> PacketKind.AUTH_MORE_DATA;
        };
    }

    private static long wordOf(Head packet) {
        return packet.length() >= BARE_SSL_REQUEST_LENGTH && packet.length() != OLD_SSL_REQUEST_LENGTH
                ? packet.uintAt(0, 4)
                : packet.uintAt(0, 2);
    }
}
