package io.github.mysqlmonitor.frame;

import io.github.mysqlmonitor.wire.ProtocolException;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Inflates zlib bodies. */
final class ZlibInflation implements Inflation {
    private final Inflater inflater = new Inflater();

    @Override
    public void prepare(BodyHeader body) {
        inflater.reset();
    }

    @Override
    public boolean inflate(ByteBuffer in, ByteBuffer out) {
        inflater.setInput(in);
        try {
            inflater.inflate(out);
        } catch (DataFormatException broken) {
            throw new ProtocolException("compressed body", "zlib data", broken.getMessage(), -1);
        }
        if (inflater.needsDictionary()) {
            throw new ProtocolException("compressed body", "zlib data", "a preset dictionary", -1);
        }
        return inflater.finished();
    }

    @Override
    public void close() {
        inflater.end();
    }
}
