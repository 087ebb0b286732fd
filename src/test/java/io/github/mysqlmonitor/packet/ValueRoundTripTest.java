package io.github.mysqlmonitor.packet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.wire.Capabilities;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random values of all types: what was written is read, and what was read is written again. */
class ValueRoundTripTest {
    private static final long SEED = 20261121;
    private static final int ROUNDS = 2_000;
    private static final int[] TYPES = {
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 15, 16, 242, 245, 246, 247, 248, 249, 250, 251, 252, 253, 254, 255
    };

    @Test
    void integersShowTheirNumber() {
        Random random = new Random(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            long number = random.nextLong() >> random.nextInt(64);
            byte[] bytes = littleEndian(number);
            String label = "seed " + SEED + " number " + number;
            assertEquals(Long.toString(number), text(8, bytes, 8), label);
            assertEquals(Long.toUnsignedString(number), text(0x8008, bytes, 8), label);
            assertEquals(Integer.toString((int) number), text(3, bytes, 4), label);
            assertEquals(Integer.toUnsignedString((int) number), text(0x8003, bytes, 4), label);
            assertEquals(Short.toString((short) number), text(2, bytes, 2), label);
            assertEquals(Integer.toString((int) number & 0xFFFF), text(0x8002, bytes, 2), label);
            assertEquals(Byte.toString((byte) number), text(1, bytes, 1), label);
            assertEquals(Integer.toString((int) number & 0xFF), text(0x8001, bytes, 1), label);
        }
    }

    @Test
    void doublesReadBackAsThemselves() {
        Random random = new Random(SEED);
        for (int round = 0; round < ROUNDS * 5; round++) {
            double number = round % 3 == 0 ? random.nextInt() / 1000.0 : Double.longBitsToDouble(random.nextLong());
            if (Double.isNaN(number) || Double.isInfinite(number)) {
                continue;
            }
            String text = text(5, littleEndian(Double.doubleToRawLongBits(number)), 8);
            assertEquals(number, Double.parseDouble(text), "seed " + SEED);
            assertTrue(digits(text) <= digits(Double.toString(number)), text + " of " + number);
        }
    }

    @Test
    void floatsKeepSixDigits() {
        Random random = new Random(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            float number = Float.intBitsToFloat(random.nextInt());
            if (Float.isNaN(number) || Float.isInfinite(number) || Math.abs(number) < Float.MIN_NORMAL) {
                continue;
            }
            String text = text(4, littleEndian(Float.floatToRawIntBits(number)), 4);
            assertEquals(1, Double.parseDouble(text) / number, 0.000_005, "seed " + SEED + " " + number);
            assertTrue(digits(text) <= 6, text);
        }
    }

    @Test
    void rowsOfAllTypesAreWrittenAsRead() {
        Random random = new Random(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            List<ValueType> columns = columns(random, 1 + random.nextInt(20));
            List<Value> values = values(random, columns);
            BinaryRow row = new BinaryRow(values, 0, Octets.EMPTY);
            byte[] bytes = row.toPayload(Capabilities.NONE);
            BinaryRow read = BinaryRow.decode(Bytes.reader(bytes), columns, bytes.length, Limits.NONE);
            assertEquals(row, read, "seed " + SEED + " round " + round);
            assertArrayEquals(bytes, read.toPayload(Capabilities.NONE));
            TextRow text = textRow(random, columns);
            byte[] textBytes = text.toPayload(Capabilities.NONE);
            TextRow textRead = TextRow.decode(Bytes.reader(textBytes), columns, textBytes.length, Limits.NONE);
            assertEquals(text, textRead, "seed " + SEED + " round " + round);
        }
    }

    @Test
    void everyHeadOfARowGivesItsFirstValues() {
        Random random = new Random(SEED);
        for (int round = 0; round < ROUNDS / 20; round++) {
            List<ValueType> columns = columns(random, 1 + random.nextInt(8));
            List<Value> values = values(random, columns);
            byte[] bytes = new BinaryRow(values, 0, Octets.EMPTY).toPayload(Capabilities.NONE);
            for (int kept = 1; kept < bytes.length; kept++) {
                byte[] head = Arrays.copyOf(bytes, kept);
                BinaryRow read = BinaryRow.decode(Bytes.reader(head), columns, bytes.length, Limits.NONE);
                checkHead(values, read.values(), "seed " + SEED + " round " + round + " kept " + kept);
                assertEquals(columns.size(), read.values().size() + read.missing());
            }
        }
    }

    /** All are whole, but one string may be cut, behind which stand only those that have no bytes. */
    private static void checkHead(List<Value> whole, List<Value> head, String label) {
        boolean ended = false;
        for (int i = 0; i < head.size(); i++) {
            Value value = head.get(i);
            if (!value.truncated()) {
                assertEquals(whole.get(i), value, label);
                assertTrue(!ended || value.length() == 0, label);
                continue;
            }
            ended = true;
            assertEquals(whole.get(i).length(), value.length(), label);
            byte[] start = Arrays.copyOf(whole.get(i).bytes(), value.bytes().length);
            assertArrayEquals(start, value.bytes(), label);
        }
    }

    @Test
    void parametersOfAllTypesAreWrittenAsRead() {
        Random random = new Random(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            List<ValueType> types = parameters(random, 1 + random.nextInt(20));
            boolean named = random.nextBoolean();
            Capabilities agreed = named ? CommandTest.ATTRIBUTES : CommandTest.PLAIN;
            int own = named ? random.nextInt(types.size() + 1) : types.size();
            BitSet longData = new BitSet();
            List<Parameter> all = new ArrayList<>();
            for (ValueType type : types) {
                boolean sentBefore = all.size() < own && random.nextInt(8) == 0;
                longData.set(all.size(), sentBefore);
                Value value = sentBefore ? Value.without(Value.Kind.LONG_DATA, type) : value(random, type);
                all.add(new Parameter(named ? "name " + random.nextInt(9) : "", value));
            }
            ExecuteParameters bound = new ExecuteParameters(
                    all.subList(0, own), all.subList(own, all.size()), types, true, types.size(), named, Octets.EMPTY);
            byte[] block = bound.toPayload(agreed);
            Command.StmtExecute command = new Command.StmtExecute(1, named ? 8 : 0, 1, Octets.of(block), block.length);
            StatementContext statement = new StatementContext(agreed, own, List.of(), longData, Limits.NONE);
            assertEquals(bound, ExecuteParameters.decode(command, statement), "seed " + SEED + " round " + round);
        }
    }

    @Test
    void bulkRowsOfAllTypesAreWrittenAsRead() {
        Random random = new Random(SEED);
        for (int round = 0; round < ROUNDS / 4; round++) {
            List<ValueType> types = parameters(random, 1 + random.nextInt(6));
            List<List<Value>> rows = new ArrayList<>();
            for (int i = random.nextInt(5); i >= 0; i--) {
                rows.add(values(random, types));
            }
            BulkParameters bulk = new BulkParameters(types, true, rows, rows.size(), Octets.EMPTY);
            byte[] block = bulk.toPayload(Capabilities.NONE);
            Command.StmtBulkExecute command = new Command.StmtBulkExecute(1, 0x80, Octets.of(block), block.length);
            StatementContext statement = ParametersTest.statement(Capabilities.NONE, types.size());
            assertEquals(bulk, BulkParameters.decode(command, statement), "seed " + SEED + " round " + round);
        }
    }

    @Test
    void queryAttributesOfAllTypesAreWrittenAsRead() {
        Random random = new Random(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            List<Parameter> attributes = new ArrayList<>();
            for (ValueType type : parameters(random, random.nextInt(6))) {
                attributes.add(new Parameter("n" + random.nextInt(), value(random, type)));
            }
            QueryAttributes sent = new QueryAttributes(attributes.size(), attributes);
            byte[] sql = "SELECT 'ü'".getBytes(UTF_8);
            byte[] bytes = new Command.Query(sql, 0, sql.length, sent).toPayload(CommandTest.ATTRIBUTES);
            Command read = Command.decode(Unpooled.wrappedBuffer(bytes), bytes.length, CommandTest.ATTRIBUTES);
            Command.Query query = (Command.Query) read;
            assertEquals(sent, query.attributes(), "seed " + SEED + " round " + round);
            assertArrayEquals(sql, query.sql());
            assertArrayEquals(bytes, query.toPayload(CommandTest.ATTRIBUTES));
        }
    }

    private static List<ValueType> columns(Random random, int count) {
        List<ValueType> columns = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int type = TYPES[random.nextInt(TYPES.length)];
            int collation = random.nextBoolean() ? 63 : 255;
            columns.add(ValueType.column(type, random.nextInt(0x80), collation, random.nextInt(32), 10));
        }
        return columns;
    }

    private static List<ValueType> parameters(Random random, int count) {
        List<ValueType> types = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            types.add(ValueType.parameter(TYPES[random.nextInt(TYPES.length)] | (random.nextBoolean() ? 0x8000 : 0)));
        }
        return types;
    }

    private static List<Value> values(Random random, List<ValueType> types) {
        return types.stream().map(type -> value(random, type)).toList();
    }

    private static Value value(Random random, ValueType type) {
        if (random.nextInt(5) == 0) {
            return Value.without(Value.Kind.NULL, type);
        }
        int width = type.width();
        if (width == ValueType.WITH_LENGTH_BYTE) {
            int[] lengths = type.number() == 11 ? new int[] {0, 8, 12} : new int[] {0, 4, 7, 11};
            width = lengths[random.nextInt(lengths.length)];
        } else if (width == ValueType.LENGTH_ENCODED) {
            width = random.nextInt(random.nextInt(30) == 0 ? 70_000 : 30);
        }
        byte[] bytes = new byte[width];
        random.nextBytes(bytes);
        return Value.binary(type, bytes, width);
    }

    private static TextRow textRow(Random random, List<ValueType> columns) {
        List<Value> values = new ArrayList<>();
        for (ValueType type : columns) {
            byte[] bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            values.add(
                    random.nextInt(5) == 0
                            ? Value.without(Value.Kind.NULL, type)
                            : Value.text(type, bytes, bytes.length));
        }
        return new TextRow(values, 0, Octets.EMPTY);
    }

    private static String text(int word, byte[] bytes, int width) {
        return Value.binary(ValueType.parameter(word), Arrays.copyOf(bytes, width), width)
                .text(UTF_8);
    }

    private static byte[] littleEndian(long value) {
        return ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
    }

    /** Significant digits of a number, its exponent left out. */
    private static int digits(String number) {
        String mantissa = number.replaceAll("[eE].*|[-.]", "").replaceAll("^0+", "");
        return Math.max(1, mantissa.replaceAll("0+$", "").length());
    }
}
