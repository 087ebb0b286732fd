package io.github.mysqlmonitor.observe;

import static io.github.mysqlmonitor.observe.Script.MODERN;
import static io.github.mysqlmonitor.observe.Script.column;
import static io.github.mysqlmonitor.observe.Script.end;
import static io.github.mysqlmonitor.observe.Script.hex;
import static io.github.mysqlmonitor.observe.Script.loggedIn;
import static io.github.mysqlmonitor.observe.Script.query;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DecodeCheckTest {
    @Test
    void bytesThatAreNotWrittenAgainAreAMismatch() {
        DecodeCheck check = check(loggedIn(MODERN).command(hex("19 01000000 ff")));
        assertEquals(1, check.mismatched());
        DecodeCheck.Mismatch mismatch = check.mismatches().get(0);
        assertEquals("StmtClose", mismatch.type());
        assertArrayEquals(hex("19 01000000 ff"), mismatch.read());
        assertArrayEquals(hex("19 01000000"), mismatch.written());
    }

    @Test
    void bytesThatCannotBeDecodedAreAMismatch() {
        DecodeCheck check = check(loggedIn(MODERN).command(hex("19 0100")));
        assertEquals(1, check.mismatched());
        assertFalse(check.mismatches().get(0).reason().isEmpty());
    }

    @Test
    void numbersInLongFormAreCountedByThemselves() {
        DecodeCheck check = check(loggedIn(MODERN)
                .command(query("SELECT 1"))
                .server(hex("fc0100"), column("1"), hex("01 31"), hex("fc0100 32"), end(2)));
        assertEquals(0, check.mismatched());
        assertEquals(new DecodeCheck.Tally(0, 1, Map.of()), check.tallies().get("Columns"));
        assertEquals(new DecodeCheck.Tally(1, 1, Map.of()), check.tallies().get("Row"));
    }

    @Test
    void longFormsAreEqualOnlyInValue() {
        assertTrue(LongForm.equal(hex("01 fc0500 02"), hex("01 05 02")));
        assertTrue(LongForm.equal(hex("fe0001000000000000"), hex("fc0001")));
        assertFalse(LongForm.equal(hex("01 fc0600 02"), hex("01 05 02")));
        assertFalse(LongForm.equal(hex("01 05 02"), hex("01 fc0500 02")));
        assertFalse(LongForm.equal(hex("01 fc05"), hex("01 05")));
        assertFalse(LongForm.equal(hex("01 05 02 03"), hex("01 05 02")));
    }

    private static DecodeCheck check(Script script) {
        DecodeCheck check = new DecodeCheck();
        SessionObserver observer = check.observer(1);
        for (Script.Part part : script.parts()) {
            observer.bytes(part.direction(), Unpooled.wrappedBuffer(part.bytes()));
        }
        return check;
    }
}
