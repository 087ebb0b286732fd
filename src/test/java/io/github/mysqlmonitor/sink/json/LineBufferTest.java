package io.github.mysqlmonitor.sink.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

class LineBufferTest {
    @Test
    void numbersLookAsJavaWritesThem() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        StringBuilder expected = new StringBuilder();
        LineBuffer buffer = new LineBuffer(1);
        for (int i = 0; i < 1000; i++) {
            long number = random.nextLong() >> random.nextInt(64);
            expected.append(number).append(' ');
            buffer.number(number);
            buffer.append(' ');
        }
        for (long number : new long[] {0, 9, 10, -1, -10, Long.MAX_VALUE, Long.MIN_VALUE}) {
            expected.append(number).append(' ');
            buffer.number(number);
            buffer.append(' ');
        }
        assertEquals(expected.toString(), text(buffer), "seed " + seed);
    }

    @Test
    void digitsBeginWithZeros() {
        LineBuffer buffer = new LineBuffer(1);
        buffer.digits(121, 6);
        assertEquals("000121", text(buffer));
    }

    @Test
    void whatWasCutOffIsForgotten() {
        LineBuffer buffer = new LineBuffer(1);
        buffer.ascii("kept");
        buffer.ascii("cut");
        buffer.cut(4);
        assertEquals("kept", text(buffer));
        assertEquals("ept", new String(buffer.since(1), UTF_8));
    }

    private static String text(LineBuffer buffer) {
        return UTF_8.decode(buffer.bytes()).toString();
    }
}
