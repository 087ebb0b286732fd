package io.github.mysqlmonitor.frame;

import io.netty.util.concurrent.FastThreadLocal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;

/**
 * What the compressed sessions of a process share, so that one at rest holds nothing: each event loop has two windows of
 * 64 KiB, and keeps a few small decompressors for whichever session needs one next.
 *
 * <p>A session holds a decompressor only from the first to the last byte of a body, and its memory is reserved in the
 * {@link InflateBudget} for as long.
 */
public final class InflateMemory implements AutoCloseable {
    /** Decompressors that took more are not kept for the next. */
    private static final long MOST_IDLE_BYTES = 512 * 1024;

    private static final int MOST_IDLE = 4;

    private final InflateBudget budget;
    private final FastThreadLocal<Idle> idle = new FastThreadLocal<>() {
        @Override
        protected Idle initialValue() {
            return new Idle();
        }

        @Override
        protected void onRemoval(Idle leaving) {
            leaving.close();
        }
    };

    public InflateMemory(InflateBudget budget) {
        this.budget = budget;
    }

    public InflateBudget budget() {
        return budget;
    }

    /** Gives a decompressor for one body; it goes back by {@link #takeBack(Loan)}. */
    Loan lend(BodyHeader body, Compression compression) {
        long bytes = body.memoryBytes(compression);
        if (!budget.reserve(bytes)) {
            throw new InflateException("compressed: no memory to inflate, " + budget.reservedBytes() + " of "
                    + budget.limitBytes() + " bytes are in use by all sessions and " + bytes + " more are needed");
        }
        Loan loan = null;
        try {
            Inflation inflation = idle.get().decompressor(compression);
            loan = new Loan(compression, inflation, bytes);
            inflation.prepare(body);
            return loan;
        } finally {
            if (loan == null) {
                budget.release(bytes);
            }
        }
    }

    void takeBack(Loan loan) {
        budget.release(loan.bytes);
        Deque<Inflation> kept = idle.get().decompressors.get(loan.compression);
        if (loan.bytes > MOST_IDLE_BYTES || kept.size() == MOST_IDLE) {
            loan.inflation.close();
        } else {
            kept.push(loan.inflation);
        }
    }

    /** Gives this thread's windows; who comes while they are lent gets other ones. */
    InflateWindows lendWindows() {
        Idle own = idle.get();
        InflateWindows lent = own.windows == null ? new InflateWindows() : own.windows;
        own.windows = null;
        return lent;
    }

    void takeBack(InflateWindows lent) {
        idle.get().windows = lent;
    }

    /** Gives back what the calling thread keeps; what other threads keep goes with them. */
    @Override
    public void close() {
        idle.remove();
    }

    /** A decompressor and what is reserved for it. */
    record Loan(Compression compression, Inflation inflation, long bytes) {}

    private static final class Idle {
        private final Map<Compression, Deque<Inflation>> decompressors = new EnumMap<>(Compression.class);
        private InflateWindows windows;

        Idle() {
            for (Compression each : Compression.values()) {
                decompressors.put(each, new ArrayDeque<>(MOST_IDLE));
            }
        }

        Inflation decompressor(Compression compression) {
            Inflation kept = decompressors.get(compression).poll();
            if (kept != null) {
                return kept;
            }
            return compression == Compression.ZLIB ? new ZlibInflation() : new ZstdInflation();
        }

        void close() {
            decompressors.values().forEach(kept -> kept.forEach(Inflation::close));
            decompressors.values().forEach(Deque::clear);
        }
    }
}
