package io.github.mysqlmonitor.packet;

import io.github.mysqlmonitor.wire.Capabilities;
import io.github.mysqlmonitor.wire.WireWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;

/**
 * A decoded packet that can be written again. What was decoded from a whole payload is written as exactly these bytes,
 * with two exceptions: a length or number that took more bytes than needed comes out in its shortest form, and bytes
 * behind the last field of a command with a fixed layout are not kept.
 *
 * <p>What was decoded from the first bytes of a payload is written as far as it was kept.
 */
public interface Packet {
    /**
     * Appends the payload.
     *
     * @param agreed what both peers offered: the word that decoded the packet
     * @throws IllegalStateException if a value was shortened when it was decoded
     */
    void encode(WireWriter out, Capabilities agreed);

    /** The payload in an array of its own. */
    default byte[] toPayload(Capabilities agreed) {
        ByteBuf out = Unpooled.buffer();
        encode(new WireWriter(out), agreed);
        return ByteBufUtil.getBytes(out);
    }
}
