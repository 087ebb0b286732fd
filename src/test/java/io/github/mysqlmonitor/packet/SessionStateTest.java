package io.github.mysqlmonitor.packet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.wire.WireWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SessionStateTest {
    static final byte[] STATE = Bytes.of(
            "00", // type: system variables
            "0f",
            "0a",
            "'autocommit'",
            "03",
            "'OFF'", // one pair
            "01", // type: schema
            "05",
            "04",
            "'shop'",
            "02", // type: state change
            "01",
            "'1'", // a character and no length of its own
            "03", // type: GTIDs
            "08",
            "00", // encoding
            "06",
            "'uuid:5'",
            "04", // type: transaction characteristics
            "07",
            "06",
            "'BEGIN;'",
            "05", // type: transaction state
            "09",
            "08",
            "'T_______'",
            "0c", // a type nobody told us about
            "02",
            "aabb");

    @Test
    void everyTypeOfChangeIsRead() {
        SessionState state = SessionState.decode(Octets.of(STATE));
        assertEquals(
                List.of(
                        new SessionState.SystemVariables(List.of(Map.entry("autocommit", "OFF"))),
                        new SessionState.Schema("shop"),
                        new SessionState.StateChange('1'),
                        new SessionState.Gtids(0, "uuid:5"),
                        new SessionState.TransactionCharacteristics("BEGIN;"),
                        new SessionState.TransactionState("T_______"),
                        new SessionState.Other(12, Octets.of(Bytes.of("aabb")))),
                state.changes());
        assertTrue(state.rest().isEmpty());
        assertArrayEquals(STATE, encoded(state));
    }

    @Test
    void severalVariablesMayShareAnEntry() {
        byte[] bytes = Bytes.of("00", "08", "01", "'a'", "01", "'1'", "01", "'b'", "01", "'2'");
        assertEquals(
                List.of(new SessionState.SystemVariables(List.of(Map.entry("a", "1"), Map.entry("b", "2")))),
                SessionState.decode(Octets.of(bytes)).changes());
    }

    @Test
    void everyPrefixIsReadAsFarAsItGoesAndWrittenAsItWas() {
        for (int length = 0; length < STATE.length; length++) {
            byte[] prefix = Arrays.copyOf(STATE, length);
            SessionState state = SessionState.decode(Octets.of(prefix));
            assertArrayEquals(prefix, encoded(state), "length " + length);
        }
    }

    @Test
    void dataThatBreaksItsGrammarIsKeptAsBytes() {
        byte[] bytes = Bytes.of("01", "02", "05", "'x'", "02", "00", "03", "00", "00", "00", "ff", "01", "00");
        SessionState state = SessionState.decode(Octets.of(bytes));
        assertEquals(5, state.changes().size());
        assertTrue(state.changes().stream().allMatch(SessionState.Other.class::isInstance));
        assertArrayEquals(bytes, encoded(state));
    }

    @Test
    void okGivesItsSessionState() {
        byte[] bytes = Bytes.of("00 00 00 0240 0000 00", "05", "01 03 02 6462");
        Ok ok = Ok.decode(Bytes.reader(bytes), ReplyTest.MODERN);
        assertEquals(List.of(new SessionState.Schema("db")), ok.sessionState().changes());
        Ok plain = Ok.decode(Bytes.reader("00 00 00 0200 0000"), ReplyTest.MODERN);
        assertSame(SessionState.NONE, plain.sessionState());
    }

    private static byte[] encoded(SessionState state) {
        ByteBuf out = Unpooled.buffer();
        state.encode(new WireWriter(out));
        return ByteBufUtil.getBytes(out);
    }
}
