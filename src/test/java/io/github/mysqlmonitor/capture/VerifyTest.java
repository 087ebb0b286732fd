package io.github.mysqlmonitor.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.observe.DecodeCheck;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What was decoded of every recorded packet can be written again as exactly its bytes. */
class VerifyTest {
    /** What is not decoded on purpose. */
    private static final Set<String> OPAQUE = Set.of(
            "an event of the binlog",
            "bytes of a file",
            "an unknown statement",
            "the server could not read them either",
            "not decoded any more");

    @Test
    void everyRecordedPacketIsWrittenAsItWasRead() throws IOException {
        DecodeCheck check = new DecodeCheck();
        for (String name : Captures.names()) {
            long before = check.mismatched();
            Replayed.show(Captures.read(name), check::observer);
            assertEquals(before, check.mismatched(), () -> name + ": " + lastMismatch(check));
        }
        assertTrue(check.tallies().size() > 50, check.tallies().keySet()::toString);
        Set<String> opaque = check.tallies().values().stream()
                .flatMap(tally -> tally.opaque().keySet().stream())
                .collect(Collectors.toSet());
        assertTrue(OPAQUE.containsAll(opaque), opaque::toString);
    }

    private static String lastMismatch(DecodeCheck check) {
        DecodeCheck.Mismatch last = check.mismatches().get(check.mismatches().size() - 1);
        HexFormat hex = HexFormat.of();
        return last.session() + " " + last.type() + " " + last.reason() + "\n" + hex.formatHex(last.read()) + "\n"
                + hex.formatHex(last.written());
    }
}
