package io.github.mysqlmonitor.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class VocabularyTest {
    @Test
    void capabilitiesAreNamedInBitOrder() {
        Capabilities set = Capabilities.of(
                Capability.DEPRECATE_EOF, Capability.SSL, Capability.LONG_PASSWORD, Capability.CAPABILITY_EXTENSION);
        assertEquals("+LONG_PASSWORD +SSL +DEPRECATE_EOF +CAPABILITY_EXTENSION", set.names());
        assertEquals("", Capabilities.NONE.names());
    }

    @Test
    void bitTwentyNineHasAnotherMeaningBetweenMariaDbPeers() {
        Capabilities set = Capabilities.of(0x20000200L, 0x1L);
        assertTrue(set.isMariaDb());
        assertEquals("+PROTOCOL_41 +PROGRESS_OBSOLETE +PROGRESS", set.names());
    }

    @Test
    void everyBitHasItsPlaceAndUnknownOnesShow() {
        int bit = 0;
        for (Capability each : Capability.values()) {
            assertEquals(bit++, each.bit());
        }
        assertEquals("+BIT63", new Capabilities(1L << 63).names());
        Capabilities set = Capabilities.of(0xFFFFFFFFL, 0x5);
        assertEquals(0xFFFFFFFFL, set.word());
        assertEquals(5, set.extended());
        assertFalse(set.without(Capability.SSL).has(Capability.SSL));
    }

    @Test
    void commandCodesAreFoundByTheirByte() {
        assertEquals(CommandCode.QUERY, CommandCode.of(3));
        assertEquals("BinlogDumpGtid", CommandCode.of(0x1E).displayName());
        assertEquals(CommandCode.SUBSCRIBE_GROUP_REPLICATION_STREAM, CommandCode.of(0x21));
        assertEquals(CommandCode.UNKNOWN, CommandCode.of(0x22));
        assertEquals(CommandCode.UNKNOWN, CommandCode.of(-1));
        assertEquals(CommandCode.UNKNOWN, CommandCode.of(256));
    }

    @Test
    void statusFlagsAreNamed() {
        assertEquals(
                "+IN_TRANS +AUTOCOMMIT +SESSION_STATE_CHANGED",
                ServerStatus.names(
                        ServerStatus.IN_TRANS | ServerStatus.AUTOCOMMIT | ServerStatus.SESSION_STATE_CHANGED));
        assertEquals("", ServerStatus.names(0));
    }

    @Test
    void collationsTellTheCharset() {
        assertEquals("latin1", Charsets.name(8));
        assertEquals(Charset.forName("windows-1252"), Charsets.charset(8));
        assertEquals("utf8mb3", Charsets.name(33));
        assertEquals("utf8mb4", Charsets.name(45));
        assertEquals("utf8mb4", Charsets.name(255));
        assertEquals("utf8mb4", Charsets.name(323));
        assertEquals("binary", Charsets.name(63));
        assertEquals("gbk", Charsets.name(28));
        assertEquals("utf8mb4", Charsets.name(45 + 1024));
        assertEquals("utf8mb4", Charsets.name(2304));
        assertEquals("collation 0", Charsets.name(0));
        assertEquals(StandardCharsets.UTF_8, Charsets.charset(60000));
        assertEquals(StandardCharsets.UTF_8, Charsets.charset(-1));
    }
}
