package io.github.mysqlmonitor.frame;

import com.github.luben.zstd.Zstd;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.Deflater;

/** Makes the compressed packets that a peer would send. */
public final class CompressedBytes {
    /** Servers and clients store what is shorter. */
    private static final int LEAST_COMPRESSED = 50;

    private CompressedBytes() {}

    /** Cuts plain bytes at random places into compressed packets numbered from 0; short ones are stored. */
    public static byte[] packets(Compression compression, byte[] plain, int mostPerPacket, Random random) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int number = 0;
        for (int from = 0; from < plain.length; ) {
            int to = Math.min(plain.length, from + 1 + random.nextInt(mostPerPacket));
            byte[] piece = Arrays.copyOfRange(plain, from, to);
            out.writeBytes(
                    piece.length < LEAST_COMPRESSED
                            ? packet(number, piece, 0)
                            : packet(number, compress(compression, piece), piece.length));
            number++;
            from = to;
        }
        return out.toByteArray();
    }

    public static byte[] packet(int number, byte[] body, int plainLength) {
        ByteBuf out = Unpooled.buffer(7 + body.length);
        out.writeMediumLE(body.length).writeByte(number).writeMediumLE(plainLength);
        out.writeBytes(body);
        return out.array();
    }

    public static byte[] compress(Compression compression, byte[] plain) {
        if (compression == Compression.ZSTD) {
            return Zstd.compress(plain, 3);
        }
        Deflater deflater = new Deflater();
        deflater.setInput(plain);
        deflater.finish();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] piece = new byte[64 * 1024];
        while (!deflater.finished()) {
            out.write(piece, 0, deflater.deflate(piece));
        }
        deflater.end();
        return out.toByteArray();
    }

    /** Bytes that compress to about a half. */
    public static byte[] text(int length, long seed) {
        byte[] text = new byte[length];
        Random random = new Random(seed);
        for (int i = 0; i < length; i++) {
            text[i] = (byte) ('a' + random.nextInt(12));
        }
        return text;
    }
}
