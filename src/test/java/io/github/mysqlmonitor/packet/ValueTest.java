package io.github.mysqlmonitor.packet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.wire.ProtocolException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueTest {
    private static final int UNSIGNED = 0x20;
    private static final int ZEROFILL = 0x40;
    private static final int BINARY = 63;
    private static final int UTF8MB4 = 255;
    private static final int LATIN1 = 8;

    @ParameterizedTest
    @CsvSource({
        // type, flags, decimals, bytes, text
        "1, 0, 0, 80, -128",
        "1, 32, 0, 80, 128",
        "2, 0, 0, 0080, -32768",
        "2, 32, 0, ffff, 65535",
        "3, 0, 0, ffffffff, -1",
        "3, 32, 0, ffffffff, 4294967295",
        "9, 0, 0, 000080ff, -8388608",
        "9, 32, 0, ffffff00, 16777215",
        "8, 0, 0, 0000000000000080, -9223372036854775808",
        "8, 32, 0, ffffffffffffffff, 18446744073709551615",
        "13, 96, 0, e807, 2024",
        "13, 96, 0, 0000, 0000",
        "4, 0, 31, 00004842, 50",
        "4, 0, 31, cdcccc3d, 0.1",
        "4, 0, 31, 0000804b, 16777200",
        "4, 0, 31, 00000080, -0",
        "4, 0, 2, 0000c03f, 1.50",
        "5, 0, 31, 9a9999999999b93f, 0.1",
        "5, 0, 31, 00000000000024c0, -10",
        "5, 0, 31, 0080e03779c34143, 1e16",
        "5, 0, 31, ffffffffffffef7f, 1.7976931348623157e308",
        "5, 0, 31, 0100000000000000, 5e-324",
        "5, 0, 31, 650d476b52491543, 1497898211722073.2",
        "5, 0, 31, 00003426f56b0c43, 1e15",
        "5, 0, 31, 6bfe9b81703dd6bc, -0.0000000000000012345678901234568",
        "5, 0, 31, bc89d897b2d29c3c, 1e-16",
        "5, 0, 3, 9a9999999999b93f, 0.100",
        "10, 0, 0, 04e807021d, 2024-02-29",
        "10, 0, 0, 00, 0000-00-00",
        "10, 0, 0, 04e8070000, 2024-00-00",
        "12, 0, 0, 07e807021d0b2d01, 2024-02-29 11:45:01",
        "12, 0, 0, 04e807021d, 2024-02-29 00:00:00",
        "12, 0, 3, 0be807021d0b2d0140e20100, 2024-02-29 11:45:01.123",
        "12, 0, 6, 0be807021d0b2d0140e20100, 2024-02-29 11:45:01.123456",
        "12, 0, 6, 00, 0000-00-00 00:00:00.000000",
        "12, 0, 31, 0be807021d0b2d0140e20100, 2024-02-29 11:45:01.123456",
        "7, 0, 0, 07b2070101000001, 1970-01-01 00:00:01",
        "11, 0, 0, 00, 00:00:00",
        "11, 0, 0, 080122000000163b3b, -838:59:59",
        "11, 0, 6, 0c00000000000102030a000000, 01:02:03.000010",
        "246, 0, 2, 052d312e3530, -1.50",
    })
    void showsWhatTheTextProtocolShows(int type, int flags, int decimals, String bytes, String text) {
        Value value = decode(ValueType.column(type, flags, BINARY, decimals, 4), bytes);
        assertEquals(text, value.text(UTF_8));
        assertFalse(value.truncated());
    }

    @Test
    void zerofillIsPaddedToTheWidthOfItsColumn() {
        ValueType type = ValueType.column(3, UNSIGNED | ZEROFILL, BINARY, 0, 10);
        assertEquals("0000000042", decode(type, "2a000000").text(UTF_8));
    }

    @Test
    void charsetDecidesBetweenTextAndBytes() {
        assertEquals("ü", decode(ValueType.column(253, 0, LATIN1, 0, 9), "01fc").text(UTF_8));
        assertEquals(
                "ü", decode(ValueType.column(253, 0, UTF8MB4, 0, 9), "02c3bc").text(UTF_8));
        Value bytes = decode(ValueType.column(253, 0, BINARY, 0, 9), "02c3bc");
        assertEquals("0xC3BC", bytes.text(UTF_8));
        assertEquals(Value.Kind.BINARY, bytes.kind());
        Value json = decode(ValueType.column(245, 0, BINARY, 0, 9), "04 22c3bc22");
        assertEquals("\"ü\"", json.text(UTF_8));
        assertEquals(Value.Kind.STRING, json.kind());
        assertEquals(
                "0x01",
                decode(ValueType.column(16, UNSIGNED, BINARY, 0, 1), "0101").text(UTF_8));
    }

    @Test
    void parameterIsTextOfTheClientAndABlobIsBytes() {
        assertEquals("ü", decode(ValueType.parameter(253), "02c3bc").text(UTF_8));
        assertEquals("0xC3BC", decode(ValueType.parameter(252), "02c3bc").text(UTF_8));
        assertEquals("2024-02-29", decode(ValueType.parameter(10), "04e807021d").text(UTF_8));
        assertEquals(
                "2024-02-29 11:45:01",
                decode(ValueType.parameter(10), "07e807021d0b2d01").text(UTF_8));
        assertEquals("255", decode(ValueType.parameter(0x8001), "ff").text(UTF_8));
    }

    @Test
    void nullIsNoValueButSaysSo() {
        Value marked = Value.without(Value.Kind.NULL, ValueType.parameter(253));
        assertTrue(marked.isNull());
        assertEquals("NULL", marked.text(UTF_8));
        Value typed = decode(ValueType.parameter(6), "");
        assertTrue(typed.isNull());
        assertEquals(0, typed.length());
    }

    @Test
    void longValueKeepsItsBeginningAndItsLength() {
        ValueReader reader = new ValueReader(Bytes.reader("06", "'abcdef'", "'!'"), false, new Limits(4, 1));
        Value value = reader.binary(ValueType.parameter(253));
        assertEquals("abcd", value.text(UTF_8));
        assertArrayEquals(Bytes.of("'abcd'"), value.bytes());
        assertEquals(6, value.length());
        assertTrue(value.truncated());
        assertThrows(
                IllegalStateException.class,
                () -> new TextRow(List.of(value), 0, Octets.EMPTY).toPayload(CommandTest.PLAIN));
    }

    @Test
    void cutPacketGivesTheBeginningOfAStringAndNothingOfANumber() {
        Value value = reader("fc1027", "'abc'").binary(ValueType.parameter(253));
        assertEquals("abc", value.text(UTF_8));
        assertEquals(10_000, value.length());
        assertNull(reader("010203").binary(ValueType.parameter(3)));
        assertNull(reader("07e807").binary(ValueType.parameter(12)));
        assertNull(reader("fc10").binary(ValueType.parameter(253)));
        assertNull(reader("").text(ValueType.TEXT));
    }

    @Test
    void impossibleLengthsAndTypesAreRefused() {
        assertThrows(ProtocolException.class, () -> decode(ValueType.parameter(12), "05e807021d0b"));
        assertThrows(ProtocolException.class, () -> decode(ValueType.parameter(11), "070000000000"));
        assertThrows(ProtocolException.class, () -> decode(ValueType.parameter(244), "01"));
        assertThrows(ProtocolException.class, () -> decode(ValueType.parameter(3), "0102"));
        assertThrows(ProtocolException.class, () -> decode(ValueType.parameter(253), "05 6162"));
        assertThrows(
                ProtocolException.class, () -> reader("fe ffffffffffffffff 00").binary(ValueType.parameter(253)));
    }

    @Test
    void valueIsNotShownByAccident() {
        assertEquals(
                "string(6)", decode(ValueType.parameter(253), "06 736563726574").toString());
    }

    private static Value decode(ValueType type, String hex) {
        return new ValueReader(Bytes.reader(hex), false, Limits.NONE).binary(type);
    }

    private static ValueReader reader(String... parts) {
        return new ValueReader(Bytes.reader(parts), true, Limits.NONE);
    }
}
