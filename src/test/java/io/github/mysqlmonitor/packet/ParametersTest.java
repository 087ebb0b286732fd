package io.github.mysqlmonitor.packet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.wire.Capabilities;
import io.github.mysqlmonitor.wire.ProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class ParametersTest {
    static final byte[] EXECUTE = Bytes.of(
            "17", // COM_STMT_EXECUTE
            "07000000", // statement id
            "00", // flags
            "01000000", // iterations
            "02", // bitmap: the second is NULL
            "01", // types follow
            "0380", // unsigned int
            "0600", // NULL
            "fd00", // string
            "2a000000", // value of the first
            "03",
            "'abc'"); // value of the third

    static final byte[] EXECUTE_WITH_ATTRIBUTE = Bytes.of(
            "17", // COM_STMT_EXECUTE
            "07000000", // statement id
            "08", // flags: parameter count available
            "01000000", // iterations
            "02", // count of parameters
            "00", // bitmap
            "01", // types follow
            "0100",
            "00", // tinyint without a name
            "fe00",
            "05",
            "'trace'", // string, named trace
            "ff", // value of the first
            "02",
            "'ab'"); // value of the second

    static final byte[] BULK = Bytes.of(
            "fa", // COM_STMT_BULK_EXECUTE
            "07000000", // statement id
            "8000", // flags: types follow
            "0300", // int
            "fd80", // unsigned string
            "00",
            "01000000", // first row: a value
            "00",
            "01",
            "'a'", // and a value
            "01", // second row: NULL
            "02", // DEFAULT
            "03", // third row: IGNORE
            "00",
            "00"); // and an empty string

    @Test
    void parametersHaveTypesNullsAndValues() {
        ExecuteParameters bound = execute(EXECUTE, EXECUTE.length, statement(CommandTest.PLAIN, 3));
        assertEquals(List.of("42", "NULL", "abc"), texts(bound.parameters()));
        assertEquals(List.of(), bound.attributes());
        assertTrue(bound.typesSent());
        assertEquals(0, bound.missing());
        assertTrue(bound.types().get(0).unsigned());
        assertEquals(253, bound.types().get(2).number());
    }

    @Test
    void typesOfTheExecutionBeforeAreUsedAgain() {
        List<ValueType> types = execute(EXECUTE, EXECUTE.length, statement(CommandTest.PLAIN, 3))
                .types();
        byte[] again = Bytes.of("17 07000000 00 01000000", "02", "00", "2b000000", "01", "'x'");
        StatementContext known = new StatementContext(CommandTest.PLAIN, 3, types, new BitSet(), Limits.NONE);
        ExecuteParameters bound = execute(again, again.length, known);
        assertEquals(List.of("43", "NULL", "x"), texts(bound.parameters()));
        assertEquals(types, bound.types());
        assertFalse(bound.typesSent());
        assertArrayEquals(again, concat(again, 10, bound.toPayload(CommandTest.PLAIN)));
    }

    @Test
    void executionOfUnknownTypesIsLeftUndecoded() {
        byte[] again = Bytes.of("17 07000000 00 01000000", "02", "00", "2b000000", "01", "'x'");
        ExecuteParameters bound = execute(again, again.length, statement(CommandTest.PLAIN, 3));
        assertEquals(List.of(), bound.parameters());
        assertEquals(3, bound.missing());
        assertTrue(bound.typesUnknown());
    }

    @Test
    void parameterSentAsLongDataHasNoBytes() {
        byte[] bytes = Bytes.of("17 07000000 00 01000000", "00", "01", "fc00", "0300", "2a000000");
        BitSet sent = new BitSet();
        sent.set(0);
        StatementContext known = new StatementContext(CommandTest.PLAIN, 2, List.of(), sent, Limits.NONE);
        ExecuteParameters bound = execute(bytes, bytes.length, known);
        assertEquals(Value.Kind.LONG_DATA, bound.parameters().get(0).value().kind());
        assertEquals("42", bound.parameters().get(1).value().text(UTF_8));
        assertArrayEquals(bytes, concat(bytes, 10, bound.toPayload(CommandTest.PLAIN)));
    }

    @Test
    void parametersBeyondThoseOfTheStatementAreAttributes() {
        ExecuteParameters bound =
                execute(EXECUTE_WITH_ATTRIBUTE, EXECUTE_WITH_ATTRIBUTE.length, statement(CommandTest.ATTRIBUTES, 1));
        assertEquals(List.of("-1"), texts(bound.parameters()));
        assertEquals(List.of("ab"), texts(bound.attributes()));
        assertEquals("trace", bound.attributes().get(0).name());
        assertArrayEquals(
                EXECUTE_WITH_ATTRIBUTE, concat(EXECUTE_WITH_ATTRIBUTE, 10, bound.toPayload(CommandTest.ATTRIBUTES)));
    }

    @Test
    void countIsThereWithoutItsFlagIfTheStatementHasParameters() {
        byte[] bytes = Bytes.of("17 07000000 00 01000000", "01", "00", "01", "0100", "00", "05");
        ExecuteParameters bound = execute(bytes, bytes.length, statement(CommandTest.ATTRIBUTES, 1));
        assertEquals(List.of("5"), texts(bound.parameters()));
        byte[] none = Bytes.of("17 07000000 00 01000000");
        assertEquals(
                0,
                execute(none, none.length, statement(CommandTest.ATTRIBUTES, 0)).count());
        byte[] flagged = Bytes.of("17 07000000 08 01000000", "00");
        ExecuteParameters empty = execute(flagged, flagged.length, statement(CommandTest.ATTRIBUTES, 0));
        assertTrue(empty.counted());
        assertArrayEquals(flagged, concat(flagged, 10, empty.toPayload(CommandTest.ATTRIBUTES)));
    }

    @Test
    void everyHeadOfALongExecutionTellsWhatItCan() {
        for (byte[] whole : List.of(EXECUTE, EXECUTE_WITH_ATTRIBUTE)) {
            Capabilities agreed = whole == EXECUTE ? CommandTest.PLAIN : CommandTest.ATTRIBUTES;
            int own = whole == EXECUTE ? 3 : 1;
            int before = 0;
            for (int kept = 10; kept <= whole.length; kept++) {
                ByteBuf head = Unpooled.wrappedBuffer(whole, 0, kept);
                Command.StmtExecute command =
                        assertInstanceOf(Command.StmtExecute.class, Command.decode(head, whole.length + 1, agreed));
                ExecuteParameters bound = ExecuteParameters.decode(command, statement(agreed, own));
                int there = bound.parameters().size() + bound.attributes().size();
                assertTrue(there >= before, "kept " + kept);
                assertEquals(bound.count() - there, bound.missing());
                before = there;
            }
            assertEquals(whole == EXECUTE ? 3 : 2, before);
        }
    }

    @Test
    void brokenBlockOfAWholePacketIsAnError() {
        byte[] tooMany = Bytes.of("17 07000000 08 01000000", "fdffffff");
        assertThrows(
                ProtocolException.class, () -> execute(tooMany, tooMany.length, statement(CommandTest.ATTRIBUTES, 1)));
        byte[] cut = Bytes.of("17 07000000 00 01000000", "00", "01", "0300", "2a00");
        assertThrows(ProtocolException.class, () -> execute(cut, cut.length, statement(CommandTest.PLAIN, 1)));
    }

    @Test
    void attributesOfAQueryAreRead() {
        byte[] bytes = CommandTest.QUERY_WITH_ATTRIBUTES;
        Command.Query query = assertInstanceOf(
                Command.Query.class,
                Command.decode(Unpooled.wrappedBuffer(bytes), bytes.length, CommandTest.ATTRIBUTES));
        List<Parameter> attributes = query.attributes().attributes();
        assertEquals(List.of("ab", "NULL", "1"), texts(attributes));
        assertEquals(
                List.of("trace", "n", ""),
                attributes.stream().map(Parameter::name).toList());
        assertTrue(attributes.get(2).value().type().unsigned());
    }

    @Test
    void queryWithoutAttributesAllocatesNoneForThem() {
        Command.Query none = assertInstanceOf(
                Command.Query.class, Command.decode(Bytes.buf("03 00 01", "'DO 1'"), 7, CommandTest.ATTRIBUTES));
        assertSame(QueryAttributes.NONE, none.attributes());
    }

    @Test
    void bulkExecutionHasRowsOfValuesAndIndicators() {
        BulkParameters bulk = bulk(BULK, BULK.length, Limits.NONE);
        assertEquals(3, bulk.rowCount());
        assertEquals(
                List.of(List.of("1", "a"), List.of("NULL", "DEFAULT"), List.of("IGNORE", "")),
                bulk.rows().stream()
                        .map(row -> row.stream().map(value -> value.text(UTF_8)).toList())
                        .toList());
        assertArrayEquals(BULK, concat(BULK, 7, bulk.toPayload(CommandTest.PLAIN)));
    }

    @Test
    void rowsBeyondTheLimitAreCounted() {
        BulkParameters bulk = bulk(BULK, BULK.length, new Limits(10, 1));
        assertEquals(3, bulk.rowCount());
        assertEquals(1, bulk.rows().size());
        assertThrows(IllegalStateException.class, () -> bulk.toPayload(CommandTest.PLAIN));
    }

    @Test
    void bulkExecutionMayUseKnownTypesAgainOrStayUndecoded() {
        byte[] again = Bytes.of("fa 07000000 0000", "00", "01000000", "01");
        List<ValueType> types = bulk(BULK, BULK.length, Limits.NONE).types();
        Command.StmtBulkExecute command = bulkCommand(again, again.length);
        StatementContext known = new StatementContext(CommandTest.PLAIN, 2, types, new BitSet(), Limits.NONE);
        assertEquals(1, BulkParameters.decode(command, known).rowCount());
        BulkParameters unknown = BulkParameters.decode(command, statement(CommandTest.PLAIN, 2));
        assertEquals(0, unknown.rowCount());
        assertEquals(6, unknown.rest().length());
        byte[] broken = Bytes.of("fa 07000000 0000", "09");
        assertThrows(ProtocolException.class, () -> BulkParameters.decode(bulkCommand(broken, broken.length), known));
    }

    @Test
    void everyHeadOfALongBulkExecutionCountsItsWholeRows() {
        long before = 0;
        for (int kept = 7; kept <= BULK.length; kept++) {
            byte[] head = Arrays.copyOf(BULK, kept);
            BulkParameters bulk = bulk(head, BULK.length + 1L, Limits.NONE);
            assertTrue(bulk.rowCount() >= before, "kept " + kept);
            before = bulk.rowCount();
        }
        assertEquals(3, before);
    }

    static StatementContext statement(Capabilities agreed, int parameters) {
        return new StatementContext(agreed, parameters, List.of(), new BitSet(), Limits.NONE);
    }

    static ExecuteParameters execute(byte[] head, long length, StatementContext statement) {
        Command command = Command.decode(Unpooled.wrappedBuffer(head), length, statement.agreed());
        return ExecuteParameters.decode(assertInstanceOf(Command.StmtExecute.class, command), statement);
    }

    private static BulkParameters bulk(byte[] head, long length, Limits limits) {
        StatementContext statement = new StatementContext(CommandTest.PLAIN, 2, List.of(), new BitSet(), limits);
        return BulkParameters.decode(bulkCommand(head, length), statement);
    }

    private static Command.StmtBulkExecute bulkCommand(byte[] head, long length) {
        Command command = Command.decode(Unpooled.wrappedBuffer(head), length, CommandTest.PLAIN);
        return assertInstanceOf(Command.StmtBulkExecute.class, command);
    }

    private static List<String> texts(List<Parameter> parameters) {
        return parameters.stream().map(each -> each.value().text(UTF_8)).toList();
    }

    private static byte[] concat(byte[] head, int headLength, byte[] tail) {
        byte[] all = Arrays.copyOf(head, headLength + tail.length);
        System.arraycopy(tail, 0, all, headLength, tail.length);
        return all;
    }
}
