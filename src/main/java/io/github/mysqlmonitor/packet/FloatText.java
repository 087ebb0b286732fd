package io.github.mysqlmonitor.packet;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Floating point numbers as the server writes them: FLOAT with at most 6 digits, DOUBLE with as many as tell it from
 * its neighbours; a column with a number of decimals with exactly these. Whole numbers from 1e15 and
 * all below 1e-15 have an exponent.
 */
final class FloatText {
    /** From this number of decimals on a column has none. */
    private static final int NOT_FIXED = 31;

    private static final int FLOAT_DIGITS = 6;
    /** Any decimal number of this many digits survives a double. */
    private static final int SURE_DIGITS = 15;

    private static final int MAX_DIGITS = 17;

    private FloatText() {}

    static String ofFloat(float value, int decimals) {
        if (isFixed(decimals)) {
            return ofDouble(value, decimals);
        }
        return special(value)
                ? Float.toString(value)
                : plainOrExponent(value, new BigDecimal(value).round(context(FLOAT_DIGITS)));
    }

    static String ofDouble(double value, int decimals) {
        if (special(value)) {
            return Double.toString(value);
        }
        BigDecimal shortest = shortest(value);
        if (!isFixed(decimals)) {
            return plainOrExponent(value, shortest);
        }
        BigDecimal exact = shortest.scale() <= decimals ? shortest : new BigDecimal(value);
        return sign(value)
                + exact.setScale(decimals, RoundingMode.HALF_EVEN).abs().toPlainString();
    }

    private static boolean isFixed(int decimals) {
        return decimals >= 0 && decimals < NOT_FIXED;
    }

    /** Servers store none of these, but a client may bind them. */
    private static boolean special(double value) {
        return Double.isNaN(value) || Double.isInfinite(value);
    }

    private static BigDecimal shortest(double value) {
        BigDecimal exact = new BigDecimal(value);
        int digits = Math.abs(value) < Double.MIN_NORMAL ? 1 : SURE_DIGITS;
        BigDecimal rounded = exact.round(context(digits));
        while (digits < MAX_DIGITS && rounded.doubleValue() != value) {
            digits++;
            rounded = exact.round(context(digits));
        }
        return rounded;
    }

    private static MathContext context(int digits) {
        return new MathContext(digits, RoundingMode.HALF_EVEN);
    }

    private static String plainOrExponent(double value, BigDecimal rounded) {
        if (value == 0) {
            return sign(value) + "0";
        }
        BigDecimal stripped = rounded.abs().stripTrailingZeros();
        int exponent = stripped.precision() - stripped.scale() - 1;
        if (exponent >= -SURE_DIGITS && (exponent < SURE_DIGITS || stripped.scale() > 0)) {
            return sign(value) + stripped.toPlainString();
        }
        String digits = stripped.unscaledValue().toString();
        String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
        return sign(value) + digits.charAt(0) + fraction + "e" + exponent;
    }

    private static String sign(double value) {
        return Double.doubleToRawLongBits(value) < 0 ? "-" : "";
    }
}
