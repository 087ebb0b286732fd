package io.github.mysqlmonitor.observe;

import io.github.mysqlmonitor.wire.Capabilities;

/**
 * What a packet's layout depends on.
 *
 * @param agreed capabilities of both ends, those of the server before the login
 * @param charset collation id that the client logged in with
 */
record Decoding(Capabilities agreed, int charset) {
    static final Decoding INITIAL = new Decoding(Capabilities.NONE, 0);
}
