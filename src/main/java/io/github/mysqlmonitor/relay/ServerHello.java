package io.github.mysqlmonitor.relay;

import io.netty.buffer.ByteBuf;

/**
 * The little that the relay reads of the server's first packet; the observer decodes it in full.
 *
 * <pre>
 *  off len
 *    0   1 marker 0x0A (greeting), 0x09 (pre-4.1 greeting) or 0xFF (ERR)
 *    1   n server version, NUL
 *        4 connection id
 *        8 nonce, 1 filler
 *        2 capabilities, low half
 * </pre>
 *
 * @param offersTls whether CLIENT_SSL is among the capabilities
 * @param negotiates whether there are capabilities at all
 * @param errorCode 0 unless the packet is an ERR: the server refuses the connection
 * @param connectionId -1 if there is none
 */
record ServerHello(boolean offersTls, boolean negotiates, int errorCode, long connectionId, String version) {
    static final int GREETING_V10 = 0x0A;
    static final int GREETING_V9 = 0x09;
    static final int ERR = 0xFF;
    static final int HOST_IS_BLOCKED = 1129;
    private static final int UNKNOWN_ERROR = 1105;
    private static final int CLIENT_SSL = 0x0800;
    private static final int AFTER_ID = 8 + 1;

    static boolean isMarker(int firstByte) {
        return firstByte == GREETING_V10 || firstByte == GREETING_V9 || firstByte == ERR;
    }

    /** @param payload borrowed, not empty, indices stay */
    static ServerHello read(ByteBuf payload) {
        int start = payload.readerIndex();
        int marker = payload.getUnsignedByte(start);
        int nul = payload.indexOf(start + 1, payload.writerIndex(), (byte) 0);
        if (marker == ERR || nul < 0 || nul + 5 > payload.writerIndex()) {
            return new ServerHello(false, false, errorCode(payload, marker), -1, "");
        }
        String version = payload.toString(start + 1, nul - start - 1, java.nio.charset.StandardCharsets.ISO_8859_1);
        long connectionId = payload.getUnsignedIntLE(nul + 1);
        int capabilities = nul + 5 + AFTER_ID;
        boolean known = marker == GREETING_V10 && capabilities + 2 <= payload.writerIndex();
        boolean tls = known && (payload.getUnsignedShortLE(capabilities) & CLIENT_SSL) != 0;
        return new ServerHello(tls, known, 0, connectionId, version);
    }

    /**
     * Changes whether TLS is offered.
     *
     * @param payload of a greeting whose capabilities {@link #read} found; borrowed, changed in place
     */
    static void offerTls(ByteBuf payload, boolean offered) {
        int start = payload.readerIndex();
        int at = payload.indexOf(start + 1, payload.writerIndex(), (byte) 0) + 5 + AFTER_ID;
        int capabilities = payload.getUnsignedShortLE(at);
        payload.setShortLE(at, offered ? capabilities | CLIENT_SSL : capabilities & ~CLIENT_SSL);
    }

    private static int errorCode(ByteBuf payload, int marker) {
        if (marker != ERR) {
            return 0;
        }
        return payload.readableBytes() >= 3 ? payload.getUnsignedShortLE(payload.readerIndex() + 1) : UNKNOWN_ERROR;
    }

    /** Whether the server says of itself that it is MariaDB. */
    boolean isMariaDb() {
        return version.contains("MariaDB");
    }

    /** Whether the server refuses the connection. */
    boolean error() {
        return errorCode != 0;
    }
}
