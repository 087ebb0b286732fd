package io.github.mysqlmonitor.auth;

/** The few payloads of an authentication that have a meaning of their own. */
final class AuthPackets {
    static final int OK = 0x00;
    static final int MORE_DATA = 0x01;
    static final int NEXT_FACTOR = 0x02;
    static final int SWITCH = 0xFE;
    static final int ERR = 0xFF;

    private static final int FULL_AUTHENTICATION = 4;

    private AuthPackets() {}

    /** caching_sha2_password: not in the cache, the client has to send the password itself. */
    static boolean asksForPassword(byte[] payload) {
        return payload.length == 2 && payload[0] == MORE_DATA && payload[1] == FULL_AUTHENTICATION;
    }

    /** Clients send nothing, or a NUL. */
    static boolean isEmptyPassword(byte[] payload) {
        return payload.length == 0 || payload.length == 1 && payload[0] == 0;
    }

    static byte[] moreData(byte[] data) {
        byte[] payload = new byte[1 + data.length];
        payload[0] = MORE_DATA;
        System.arraycopy(data, 0, payload, 1, data.length);
        return payload;
    }

    /** Bytes before the first NUL, or all. */
    static int lengthToNul(byte[] text) {
        int length = 0;
        while (length < text.length && text[length] != 0) {
            length++;
        }
        return length;
    }
}
