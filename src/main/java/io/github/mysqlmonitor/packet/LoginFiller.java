package io.github.mysqlmonitor.packet;

import io.github.mysqlmonitor.wire.Capabilities;
import io.github.mysqlmonitor.wire.WireReader;

/**
 * The 23 reserved bytes in SSLRequest and login; a MariaDB client puts its extended capabilities into the last four.
 *
 * @param capabilities the given ones, completed by the extended word
 * @param zero whether the reserved bytes are zero
 */
record LoginFiller(Capabilities capabilities, boolean zero) {
    static LoginFiller decode(WireReader in, Capabilities word) {
        boolean zero = true;
        for (int i = 0; i < 19; i++) {
            zero &= in.uint8() == 0;
        }
        long tail = in.uint32();
        if (word.isMariaDb()) {
            return new LoginFiller(Capabilities.of(word.word(), tail), zero);
        }
        return new LoginFiller(word, zero && tail == 0);
    }
}
