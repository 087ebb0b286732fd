package io.github.mysqlmonitor.packet;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.mysqlmonitor.wire.WireReader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.util.HexFormat;

/** Golden bytes: each part is hex digits, or ASCII text in single quotes. */
final class Bytes {
    private Bytes() {}

    static byte[] of(String... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (String part : parts) {
            if (part.startsWith("'")) {
                all.writeBytes(part.substring(1, part.length() - 1).getBytes(US_ASCII));
            } else {
                all.writeBytes(HexFormat.of().parseHex(part.replace(" ", "")));
            }
        }
        return all.toByteArray();
    }

    static ByteBuf buf(String... parts) {
        return Unpooled.wrappedBuffer(of(parts));
    }

    static WireReader reader(String... parts) {
        return new WireReader(buf(parts));
    }

    static WireReader reader(byte[] bytes) {
        return new WireReader(Unpooled.wrappedBuffer(bytes));
    }
}
