package io.github.mysqlmonitor.frame;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import io.github.mysqlmonitor.wire.ProtocolException;
import java.nio.ByteBuffer;

/** Inflates zstd bodies, in a window that is no larger than what the body's header was found to need. */
final class ZstdInflation implements Inflation {
    private final ZstdDecompressCtx context;

    /** @throws InflateException if this machine has no library for it */
    ZstdInflation() {
        try {
            context = new ZstdDecompressCtx();
        } catch (LinkageError missing) {
            throw new InflateException("zstd: its native library cannot be loaded here");
        }
    }

    @Override
    public void prepare(BodyHeader body) {
        context.reset();
        context.setLongMax(body.windowLog());
    }

    @Override
    public boolean inflate(ByteBuffer in, ByteBuffer out) {
        try {
            return context.decompressDirectByteBufferStream(out, in);
        } catch (ZstdException broken) {
            throw new ProtocolException("compressed body", "a zstd frame", broken.getMessage(), -1);
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
