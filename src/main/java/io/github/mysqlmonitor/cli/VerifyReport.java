package io.github.mysqlmonitor.cli;

import io.github.mysqlmonitor.observe.DecodeCheck;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.PrintWriter;
import java.util.TreeMap;

/** What {@code replay --verify} prints: a line per type of packet, then every mismatch with the bytes of both. */
final class VerifyReport {
    private VerifyReport() {}

    static void print(DecodeCheck check, PrintWriter out) {
        out.printf("%-28s %9s %9s %9s%n", "packet", "verified", "long form", "opaque");
        new TreeMap<>(check.tallies()).forEach((type, tally) -> {
            long opaque =
                    tally.opaque().values().stream().mapToLong(Long::longValue).sum();
            out.printf(
                    "%-28s %9d %9d %9d  %s%n",
                    type,
                    tally.verified(),
                    tally.longForm(),
                    opaque,
                    String.join(", ", tally.opaque().keySet()));
        });
        check.mismatches().forEach(mismatch -> print(mismatch, out));
        out.println(check.mismatched() == 0 ? "no mismatch" : "mismatches: " + check.mismatched());
        out.flush();
    }

    private static void print(DecodeCheck.Mismatch mismatch, PrintWriter out) {
        out.printf(
                "%n%s %s %s %s%n",
                mismatch.session(), mismatch.direction().arrow(), mismatch.type(), mismatch.reason());
        out.println("read:");
        out.println(ByteBufUtil.prettyHexDump(Unpooled.wrappedBuffer(mismatch.read())));
        if (mismatch.written().length > 0) {
            out.println("written again:");
            out.println(ByteBufUtil.prettyHexDump(Unpooled.wrappedBuffer(mismatch.written())));
        }
    }
}
