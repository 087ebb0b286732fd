package io.github.mysqlmonitor.packet;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.wire.Capabilities;
import io.github.mysqlmonitor.wire.Capability;
import io.github.mysqlmonitor.wire.ProtocolException;
import io.github.mysqlmonitor.wire.WireReader;
import io.github.mysqlmonitor.wire.WireWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

class ReplyTest {
    static final Capabilities MODERN = Capabilities.of(
            Capability.PROTOCOL_41,
            Capability.TRANSACTIONS,
            Capability.SESSION_TRACK,
            Capability.OPTIONAL_RESULTSET_METADATA);

    @Test
    void okWithInfoAndSessionState() {
        Ok ok = Ok.decode(
                Bytes.reader(
                        "00", // marker
                        "03", // affected rows
                        "fce803", // last insert id 1000
                        "0a40", // status: autocommit, more results, state changed
                        "0100", // warnings
                        "02",
                        "'hi'", // info
                        "05",
                        "01 03 02 6462"), // session state: schema db
                MODERN);
        assertEquals(3, ok.affectedRows());
        assertEquals(1000, ok.lastInsertId());
        assertEquals(0x400A, ok.status());
        assertEquals(1, ok.warnings());
        assertEquals("hi", ok.info());
        assertEquals(10, ok.infoOffset());
        assertEquals(13, ok.stateOffset());
        assertEquals(5, ok.stateLength());
        assertTrue(ok.moreResults());
    }

    @Test
    void okMayEndRowsAndEndEarly() {
        Ok ok = Ok.decode(Bytes.reader("fe", "00", "00", "0200", "0000"), MODERN);
        assertEquals("", ok.info());
        assertEquals(0, ok.stateLength());
        Ok ancient = Ok.decode(Bytes.reader("00", "01", "00"), Capabilities.NONE);
        assertEquals(1, ancient.affectedRows());
        assertThrows(ProtocolException.class, () -> Ok.decode(Bytes.reader("01", "00", "00"), MODERN));
    }

    @Test
    void headOfALongOkIsReadAsFarAsItGoes() {
        byte[] head = Bytes.of("00", "03", "00", "0240", "0000", "00", "fc1027", "00".repeat(50));
        Ok ok = Ok.decode(Bytes.reader(head), MODERN, 10_011);
        assertEquals(3, ok.affectedRows());
        assertEquals(11, ok.stateOffset());
        assertEquals(50, ok.stateLength());
        assertThrows(ProtocolException.class, () -> Ok.decode(Bytes.reader(head), MODERN));
    }

    @Test
    void errHasASqlStateOnlyBehindTheHash() {
        Err late = Err.decode(Bytes.reader("ff", "1504", "'#28000Access denied'"));
        assertEquals(new Err(1045, "28000", "Access denied"), late);
        Err early = Err.decode(Bytes.reader("ff", "1004", "'Too many connections'"));
        assertEquals(new Err(1040, "", "Too many connections"), early);
        Err bare = Err.decode(Bytes.reader("ff", "1004"));
        assertEquals(new Err(1040, "", ""), bare);
    }

    @Test
    void errIsWrittenAsRead() {
        ByteBuf bytes = Unpooled.buffer();
        Err err = new Err(1045, "28000", "Access denied");
        err.encode(new WireWriter(bytes), true);
        assertEquals(err, Err.decode(new WireReader(bytes)));
        bytes.clear();
        err.encode(new WireWriter(bytes), false);
        assertEquals(new Err(1045, "", "Access denied"), Err.decode(new WireReader(bytes)));
        bytes.clear();
        new Err(1045, "", "no").encode(new WireWriter(bytes), true);
        assertEquals("HY000", Err.decode(new WireReader(bytes)).sqlState());
    }

    @Test
    void eofBeforeAndSinceProtocol41() {
        Eof eof = Eof.decode(Bytes.reader("fe", "0100", "0a00"), MODERN);
        assertEquals(new Eof(1, 10, Octets.EMPTY), eof);
        assertTrue(eof.moreResults());
        assertEquals(new Eof(0, 0, Octets.EMPTY), Eof.decode(Bytes.reader("fe"), Capabilities.NONE));
    }

    @Test
    void columnDefinitionWithAndWithoutExtendedMetadata() {
        String[] golden = {
            "03",
            "'def'", // catalog
            "02",
            "'db'", // schema
            "01",
            "'t'", // table
            "02",
            "'ot'", // original table
            "01",
            "'c'", // name
            "02",
            "'oc'", // original name
            "0c", // length of the rest
            "ff00", // charset
            "fc030000", // length
            "fd", // type
            "0110", // flags
            "1f", // decimals
            "0000" // filler
        };
        ColumnDefinition expected = column(Octets.EMPTY);
        assertEquals(expected, ColumnDefinition.decode(Bytes.reader(golden), MODERN));
        golden[12] = "06 0004 6a736f6e 0c"; // length, kind 0 (type name), json, length of the rest
        Octets extended = Octets.of(Bytes.of("0004", "'json'"));
        assertEquals(
                column(extended),
                ColumnDefinition.decode(Bytes.reader(golden), Capabilities.of(Capability.EXTENDED_METADATA)));
        assertEquals("json", ExtendedMetadata.decode(extended).typeName());
    }

    private static ColumnDefinition column(Octets extended) {
        Octets filler = Octets.of(new byte[2]);
        return new ColumnDefinition(
                "def", "db", "t", "ot", "c", "oc", extended, 255, 1020, 253, 0x1001, 31, filler, Octets.EMPTY);
    }

    @Test
    void prepareOkOfAllLengths() {
        String golden = "00 01000000 0200 0300 00";
        assertEquals(new PrepareOk(1, 2, 3, 0, 0, 1, 10, Octets.EMPTY), PrepareOk.decode(Bytes.reader(golden), MODERN));
        assertEquals(
                new PrepareOk(1, 2, 3, 0, 5, 1, 12, Octets.EMPTY),
                PrepareOk.decode(Bytes.reader(golden, "0500"), MODERN));
        assertEquals(
                new PrepareOk(1, 2, 3, 0, 5, 0, 13, Octets.EMPTY),
                PrepareOk.decode(Bytes.reader(golden, "0500", "00"), MODERN));
        assertTrue(PrepareOk.decode(Bytes.reader(golden, "0500", "00"), Capabilities.NONE)
                .metadataFollows());
    }

    @Test
    void sameBytesAreOkOrPrepareOkByThePhaseAlone() {
        byte[] bytes = Bytes.of("00 01 00 0200 0000 00 0000");
        assertEquals(
                1,
                Ok.decode(Bytes.reader(bytes), Capabilities.of(Capability.PROTOCOL_41))
                        .affectedRows());
        assertEquals(0x00020001, PrepareOk.decode(Bytes.reader(bytes), MODERN).statementId());
    }

    @Test
    void authenticationPackets() {
        AuthSwitch change = AuthSwitch.decode(Bytes.reader("fe", "'mysql_native_password'", "00", "'n'", "00"));
        assertEquals("mysql_native_password", change.plugin());
        assertEquals(2, change.data().length());
        assertEquals(Secret.of("n".getBytes(US_ASCII)), change.nonce());
        assertEquals(23, change.dataOffset());
        assertEquals("mysql_old_password", AuthSwitch.decode(Bytes.reader("fe")).plugin());
        assertTrue(AuthMoreData.decode(Bytes.reader("0103")).isFastAuthSuccess());
        assertTrue(AuthMoreData.decode(Bytes.reader("0104")).isFullAuthentication());
        assertFalse(AuthMoreData.decode(Bytes.reader("01", "'-----BEGIN'")).isFullAuthentication());
        assertEquals(
                "authentication_webauthn",
                AuthNextFactor.decode(Bytes.reader("02", "'authentication_webauthn'", "00"))
                        .plugin());
    }
}
