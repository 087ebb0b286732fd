package io.github.mysqlmonitor.packet;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.wire.Capabilities;
import io.github.mysqlmonitor.wire.Capability;
import io.github.mysqlmonitor.wire.CommandCode;
import io.github.mysqlmonitor.wire.ProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CommandTest {
    static final Capabilities PLAIN = Capabilities.of(Capability.PROTOCOL_41);
    static final Capabilities ATTRIBUTES = PLAIN.with(Capability.QUERY_ATTRIBUTES);

    static final byte[] QUERY_WITH_ATTRIBUTES = Bytes.of(
            "03", // COM_QUERY
            "03", // parameter count
            "01", // parameter set count
            "02", // null bitmap: the second one
            "01", // types follow
            "fe00",
            "05",
            "'trace'", // string, named trace
            "0600",
            "01",
            "'n'", // NULL
            "0880",
            "00", // unsigned bigint without a name
            "02",
            "'ab'", // value of the first
            "0100000000000000", // value of the third
            "'SELECT 1'");

    @Test
    void queryIsTheRestOfThePacket() {
        Command.Query query = query(Bytes.of("03", "'SELECT 1'"), PLAIN);
        assertArrayEquals("SELECT 1".getBytes(US_ASCII), query.sql());
        assertEquals(1, query.sqlOffset());
        assertFalse(query.truncated());
    }

    @Test
    void queryStandsBehindItsAttributes() {
        Command.Query query = query(QUERY_WITH_ATTRIBUTES, ATTRIBUTES);
        assertArrayEquals("SELECT 1".getBytes(US_ASCII), query.sql());
        assertEquals(QUERY_WITH_ATTRIBUTES.length - 8, query.sqlOffset());
        assertEquals(3, query.attributeCount());
        Command.Query none = query(Bytes.of("03", "00", "01", "'DO 1'"), ATTRIBUTES);
        assertArrayEquals("DO 1".getBytes(US_ASCII), none.sql());
        assertEquals(3, none.sqlOffset());
    }

    @Test
    void everyHeadOfALongQueryTellsWhatItCan() {
        byte[] bytes = QUERY_WITH_ATTRIBUTES;
        int sqlOffset = bytes.length - 8;
        for (int kept = 1; kept < bytes.length; kept++) {
            ByteBuf head = Unpooled.wrappedBuffer(bytes, 0, kept);
            Command.Query query = assertInstanceOf(Command.Query.class, Command.decode(head, bytes.length, ATTRIBUTES));
            assertEquals(kept < sqlOffset ? -1 : sqlOffset, query.sqlOffset());
            assertEquals(Math.max(0, kept - sqlOffset), query.sql().length);
            assertTrue(query.truncated());
        }
    }

    @Test
    void cutAttributesOfAWholePacketAreAnError() {
        byte[] cut = Arrays.copyOf(QUERY_WITH_ATTRIBUTES, 12);
        assertThrows(ProtocolException.class, () -> query(cut, ATTRIBUTES));
        assertThrows(ProtocolException.class, () -> query(Bytes.of("03", "fdffffff", "01"), ATTRIBUTES));
    }

    @Test
    void prepareOfALongTextIsCut() {
        Command decoded = Command.decode(Bytes.buf("16", "'SELECT'"), 1000, PLAIN);
        Command.StmtPrepare prepare = assertInstanceOf(Command.StmtPrepare.class, decoded);
        assertEquals(999, prepare.sqlLength());
        assertTrue(prepare.truncated());
    }

    @Test
    void statementCommands() {
        assertEquals(new Command.StmtExecute(7, 1, 1, Octets.EMPTY, 0), decode("17", "07000000", "01", "01000000"));
        assertEquals(
                new Command.StmtSendLongData(7, 2, Octets.of(Bytes.of("aabbcc")), 3),
                decode("18", "07000000", "0200", "aabbcc"));
        assertEquals(new Command.StmtClose(7), decode("19", "07000000"));
        assertEquals(new Command.StmtReset(0xFFFFFFFFL), decode("1a", "ffffffff"));
        assertEquals(new Command.StmtFetch(7, 100), decode("1c", "07000000", "64000000"));
        assertEquals(new Command.StmtBulkExecute(7, 0x80, Octets.EMPTY, 0), decode("fa", "07000000", "8000"));
    }

    @Test
    void otherCommands() {
        assertEquals(new Command.InitDb(CommandCode.INIT_DB, "shop"), decode("02", "'shop'"));
        assertEquals(new Command.FieldList("t", "%"), decode("04", "'t'", "00", "'%'"));
        assertEquals(new Command.SetOption(1), decode("1b", "0100"));
        assertEquals(new Command.ProcessKill(258), decode("0c", "02010000"));
        assertEquals(new Command.Simple(CommandCode.PING, Octets.EMPTY), decode("0e"));
        assertEquals(new Command.Empty(), decode());
        assertEquals(new Command.Unknown(0x77, Octets.of(Bytes.of("0102"))), decode("77", "0102"));
        assertInstanceOf(ChangeUser.class, decode("11", "'bob'", "00", "00", "00"));
    }

    @Test
    void replicationCommands() {
        assertEquals(
                new Command.BinlogDump(4, 2, 11, "binlog.000001"),
                decode("12", "04000000", "0200", "0b000000", "'binlog.000001'"));
        assertEquals(
                new Command.BinlogDumpGtid(4, 11, "b", 4, 24, 8, Octets.of(new byte[8])),
                decode("1e", "0400", "0b000000", "01000000", "'b'", "0400000000000000", "08000000", "00".repeat(8)));
        assertEquals(
                new Command.RegisterSlave(11, "h", "u", Secret.of(Bytes.of("'pw'")), 10, 3306, 1, 2),
                decode("15", "0b000000", "01", "'h'", "01", "'u'", "02", "'pw'", "ea0c", "01000000", "02000000"));
        assertEquals(
                new Command.SemiSyncAck(4, "b", Octets.of(new byte[1])), decode("ef", "0400000000000000", "'b'", "00"));
    }

    private static Command decode(String... parts) {
        ByteBuf payload = Bytes.buf(parts);
        return Command.decode(payload, payload.readableBytes(), PLAIN);
    }

    private static Command.Query query(byte[] payload, Capabilities agreed) {
        Command decoded = Command.decode(Unpooled.wrappedBuffer(payload), payload.length, agreed);
        return assertInstanceOf(Command.Query.class, decoded);
    }
}
