package io.github.mysqlmonitor.packet;

import io.github.mysqlmonitor.wire.Capabilities;
import io.github.mysqlmonitor.wire.WireReader;
import io.github.mysqlmonitor.wire.WireWriter;

/**
 * The 23 reserved bytes in SSLRequest and login; a MariaDB client puts its extended capabilities into the last four.
 *
 * @param capabilities the given ones, completed by the extended word
 * @param reserved the others
 */
record LoginFiller(Capabilities capabilities, Octets reserved) {
    private static final int LENGTH = 23;
    private static final int EXTENDED_LENGTH = 4;

    static LoginFiller decode(WireReader in, Capabilities word) {
        if (!word.isMariaDb()) {
            return new LoginFiller(word, Octets.of(in.bytes(LENGTH)));
        }
        Octets reserved = Octets.of(in.bytes(LENGTH - EXTENDED_LENGTH));
        return new LoginFiller(Capabilities.of(word.word(), in.uint32()), reserved);
    }

    static void encode(WireWriter out, Capabilities capabilities, Octets reserved) {
        out.bytes(reserved.array());
        if (capabilities.isMariaDb()) {
            out.uint32(capabilities.extended());
        }
    }
}
