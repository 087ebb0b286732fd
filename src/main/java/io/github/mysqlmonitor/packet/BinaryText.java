package io.github.mysqlmonitor.packet;

import io.github.mysqlmonitor.wire.WireReader;

/** Numbers and times of the binary protocol as the text protocol spells them. */
final class BinaryText {
    private static final int DATE = 10;
    private static final int YEAR_DIGITS = 4;
    private static final int MAX_DECIMALS = 6;
    private static final int[] POWERS = {1_000_000, 100_000, 10_000, 1_000, 100, 10, 1};

    private BinaryText() {}

    /** @param bytes of the length that the type demands */
    static String of(ValueType type, byte[] bytes) {
        WireReader in = new WireReader(bytes);
        return switch (type.number()) {
            case 1 -> integer(type, type.unsigned() ? in.uint8() : (byte) in.uint8());
            case 2 -> integer(type, type.unsigned() ? in.uint16() : (short) in.uint16());
            case 3, 9 -> integer(type, type.unsigned() ? in.uint32() : (int) in.uint32());
            case 8 -> integer(type, in.int64());
            case 13 -> padded(Integer.toString(in.uint16()), YEAR_DIGITS);
            case 4 -> filled(type, FloatText.ofFloat(Float.intBitsToFloat((int) in.uint32()), type.decimals()));
            case 5 -> filled(type, FloatText.ofDouble(Double.longBitsToDouble(in.int64()), type.decimals()));
            case 11 -> time(type, in);
            default -> dateTime(type, in);
        };
    }

    private static String integer(ValueType type, long value) {
        return filled(type, type.unsigned() ? Long.toUnsignedString(value) : Long.toString(value));
    }

    private static String filled(ValueType type, String digits) {
        return type.zerofill() > 0 ? padded(digits, type.zerofill()) : digits;
    }

    private static String padded(String digits, int width) {
        return digits.length() >= width ? digits : "0".repeat(width - digits.length()) + digits;
    }

    private static String dateTime(ValueType type, WireReader in) {
        StringBuilder out = new StringBuilder(26);
        number(out, in.has(1) ? in.uint16() : 0, 4).append('-');
        number(out, uint8(in), 2).append('-');
        number(out, uint8(in), 2);
        boolean withTime = type.number() != DATE || !isZero(in);
        if (withTime) {
            clock(out.append(' '), in, uint8(in), type.decimals());
        }
        if (in.has(1)) {
            zone(out, (short) in.uint16());
        }
        return out.toString();
    }

    /** Some clients send a date with the time of midnight, which servers leave unread. */
    private static boolean isZero(WireReader rest) {
        WireReader ahead = rest.copy();
        while (ahead.has(1)) {
            if (ahead.uint8() != 0) {
                return false;
            }
        }
        return true;
    }

    private static String time(ValueType type, WireReader in) {
        StringBuilder out = new StringBuilder(18);
        out.append(uint8(in) != 0 ? "-" : "");
        long days = in.has(1) ? in.uint32() : 0;
        return clock(out, in, days * 24 + uint8(in), type.decimals()).toString();
    }

    private static StringBuilder clock(StringBuilder out, WireReader in, long hours, int decimals) {
        number(out, hours, 2).append(':');
        number(out, uint8(in), 2).append(':');
        number(out, uint8(in), 2);
        long micros = in.has(1) ? in.uint32() : 0;
        boolean known = decimals >= 0 && decimals <= MAX_DECIMALS;
        int digits = known ? decimals : micros == 0 ? 0 : MAX_DECIMALS;
        if (digits > 0) {
            number(out.append('.'), micros / POWERS[digits], digits);
        }
        return out;
    }

    private static void zone(StringBuilder out, int minutes) {
        out.append(minutes < 0 ? '-' : '+');
        number(out, Math.abs(minutes) / 60, 2).append(':');
        number(out, Math.abs(minutes) % 60, 2);
    }

    private static int uint8(WireReader in) {
        return in.has(1) ? in.uint8() : 0;
    }

    private static StringBuilder number(StringBuilder out, long value, int digits) {
        return out.append(padded(Long.toString(value), digits));
    }
}
