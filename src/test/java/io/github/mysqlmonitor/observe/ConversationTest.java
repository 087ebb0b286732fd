package io.github.mysqlmonitor.observe;

import static io.github.mysqlmonitor.observe.Script.MODERN;
import static io.github.mysqlmonitor.observe.Script.OK;
import static io.github.mysqlmonitor.observe.Script.greeting;
import static io.github.mysqlmonitor.observe.Script.hex;
import static io.github.mysqlmonitor.observe.Script.login;
import static io.github.mysqlmonitor.observe.Script.query;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.frame.Compression;
import io.github.mysqlmonitor.wire.Capability;
import io.github.mysqlmonitor.wire.CommandCode;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

class ConversationTest {
    private static final long COMPRESSED = MODERN | Script.mask(Capability.COMPRESS);

    private final Conversation conversation = new Conversation(false);

    @Test
    void knowsWhenTheSessionIsIdleAndInATransaction() {
        assertFalse(conversation.idle());
        logIn();
        assertTrue(conversation.idle());
        client(0, query("BEGIN"));
        assertFalse(conversation.idle());
        assertEquals(CommandCode.QUERY, conversation.currentCommand());
        server(1, hex("00 00 00 03 00 00 00"));
        assertTrue(conversation.idle());
        assertTrue(conversation.inTransaction());
        client(0, query("COMMIT"));
        server(1, OK);
        assertFalse(conversation.inTransaction());
        assertEquals(2, conversation.commands());
        assertEquals(8745, conversation.connectionId());
    }

    @Test
    void quitIsTheEndOnlyWhenAllIsAnswered() {
        logIn();
        client(0, query("DO 1"));
        client(0, hex("01"));
        assertEquals(Phase.COMMAND, conversation.phase());
        server(1, OK);
        assertEquals(Phase.OVER, conversation.phase());
    }

    @Test
    void aReplyUnderWaySurvivesACommandWithoutReply() {
        logIn();
        client(0, query("SELECT 1"));
        server(1, hex("01"));
        client(0, hex("19 01000000"));
        assertEquals(PacketKind.COLUMN_DEFINITION, server(2, Script.column("a")));
        assertEquals(PacketKind.ROW, server(3, hex("00")));
    }

    @Test
    void losesTheThreadWhenTooManyCommandsWait() {
        logIn();
        for (int i = 0; i < 1024; i++) {
            client(0, hex("0e"));
        }
        assertEquals(1024, conversation.pendingCommands());
        client(0, hex("0e"));
        assertEquals(Phase.LOST, conversation.phase());
        assertFalse(conversation.whyLost().isEmpty());
    }

    @Test
    void whoLostTheThreadStillKnowsThatTheLoginSucceeded() {
        Conversation lostEarly = new Conversation(false);
        lostEarly.fromClient(0, 1, Unpooled.wrappedBuffer(hex("0e")));
        assertEquals(Phase.LOST, lostEarly.phase());
        assertFalse(lostEarly.loggedIn());
        logIn();
        client(5, query("SELECT 1"));
        assertEquals(Phase.LOST, conversation.phase());
        assertTrue(conversation.loggedIn());
    }

    @Test
    void commandsMayBeSentBeforeTheLoginIsAnswered() {
        server(0, greeting("9.7.4", MODERN));
        client(1, login(MODERN));
        assertEquals(PacketKind.QUERY, client(0, query("DO 1")));
        assertEquals(PacketKind.CHANGE_USER, client(0, hex("11 61 00 00 00")));
        server(2, OK);
        assertEquals(Phase.COMMAND, conversation.phase());
        server(1, OK);
        assertEquals(Phase.AUTH, conversation.phase());
        server(1, OK);
        assertTrue(conversation.idle());
    }

    @Test
    void whoCannotInflateDoesNotDecodeACompressedSession() {
        server(0, greeting("9.7.4", COMPRESSED));
        client(1, login(COMPRESSED));
        server(2, OK);
        assertEquals(Phase.OPAQUE, conversation.phase());
        assertEquals("compressed: relayed, not decoded", conversation.whyOpaque());
        assertEquals(PacketKind.UNKNOWN, client(0, query("DO 1")));
    }

    @Test
    void zlibIsUsedWhereBothAreAgreedOn() {
        long both = COMPRESSED | Script.mask(Capability.ZSTD_COMPRESSION_ALGORITHM);
        server(0, greeting("9.7.4", both));
        client(1, login(both));
        assertEquals(Compression.ZLIB, conversation.compression());
    }

    private void logIn() {
        server(0, greeting("9.7.4", MODERN));
        client(1, login(MODERN));
        server(2, OK);
    }

    private PacketKind server(int sequence, byte[] payload) {
        return conversation.fromServer(sequence, payload.length, Unpooled.wrappedBuffer(payload));
    }

    private PacketKind client(int sequence, byte[] payload) {
        return conversation.fromClient(sequence, payload.length, Unpooled.wrappedBuffer(payload));
    }
}
