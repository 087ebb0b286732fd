package io.github.mysqlmonitor.sink.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.event.Direction;
import io.github.mysqlmonitor.event.EndedBy;
import io.github.mysqlmonitor.event.Interest;
import io.github.mysqlmonitor.event.LegSecurity;
import io.github.mysqlmonitor.event.MonitorEvent;
import io.github.mysqlmonitor.event.PacketContent;
import io.github.mysqlmonitor.event.SessionFacts;
import io.github.mysqlmonitor.event.SessionId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TextFormatTest {
    private static final long TIME = micros("2026-11-21T10:41:07.121Z");
    private static final SessionId FRESH = new SessionId(17, -1);
    private static final SessionId SESSION = new SessionId(17, 8841);
    private static final Direction UP = Direction.CLIENT_TO_SERVER;
    private static final Direction DOWN = Direction.SERVER_TO_CLIENT;

    private final TextOptions plain = options(false, PayloadMode.NONE);

    @Test
    void linesOfOneSessionAreAligned() {
        LegSecurity client =
                new LegSecurity(LegSecurity.Kind.TLS, "TLSv1.3", "TLS_AES_256_GCM_SHA384", 3_149_000, "", false);
        LegSecurity server = new LegSecurity(
                LegSecurity.Kind.TLS, "TLSv1.3", "TLS_AES_128_GCM_SHA256", 1_200_000, "CN=db.corp", false);
        assertEquals(
                """
                10:41:07.121 #17      open  10.4.2.9:51514 -> :3307 -> db:3306 (10.4.0.5)
                10:41:07.121 #17/8841 S->C seq=0    73 Greeting         9.7.4 +SSL
                10:41:07.121 #17/8841 C->S seq=1    32 SSLRequest       charset=255
                10:41:07.121 #17/8841 legs  client TLSv1.3 TLS_AES_256_GCM_SHA384 3.1ms | server TLSv1.3 \
                TLS_AES_128_GCM_SHA256 1.2ms CN=db.corp UNVERIFIED
                10:41:07.121 #17/8841 C->S seq=2   206 Login            user=app
                10:41:07.121 #17/8841 S->C seq=1     1 Columns          2
                10:41:07.121 #17/8841 S->C seq=2    46 ColumnDefinition test.t.id INT
                10:41:07.121 #17/8841 S->C seq=4..255 12345 Row x252
                10:41:07.121 #17/8841 S->C seq=255 70000 Row              a
                10:41:07.121 #17/8841 note  the upstream says no
                10:41:07.121 #17/8841 note  not decoded any more: compressed
                10:41:07.121 -        lost  5 events: queue full
                10:41:07.121 #17/8841 close client quit; in a transaction | 2.18s 1 command | client 3 packets \
                120 bytes | server 4 packets 1 byte
                """,
                format(
                        plain,
                        new MonitorEvent.SessionOpened(FRESH, TIME, "10.4.2.9:51514", ":3307", "db:3306", "10.4.0.5"),
                        packet(DOWN, 0, 0, 1, 73, "Greeting", "9.7.4 +SSL"),
                        packet(UP, 1, 1, 1, 32, "SSLRequest", "charset=255"),
                        new MonitorEvent.LegsSecured(SESSION, TIME, client, server),
                        packet(UP, 2, 2, 1, 206, "Login", "user=app"),
                        packet(DOWN, 1, 1, 1, 1, "Columns", "2"),
                        packet(DOWN, 2, 2, 1, 46, "ColumnDefinition", "test.t.id INT"),
                        packet(DOWN, 4, 255, 252, 12345, "Row", ""),
                        packet(DOWN, 255, 255, 1, 70000, "Row", "a"),
                        new MonitorEvent.Notice(SESSION, TIME, "the upstream says no"),
                        new MonitorEvent.ObservationStopped(SESSION, TIME, "compressed"),
                        new MonitorEvent.EventsDropped(new SessionId(0, -1), TIME, 5, "queue full"),
                        new MonitorEvent.SessionClosed(
                                SESSION,
                                TIME,
                                EndedBy.CLIENT,
                                "client quit",
                                List.of("in a transaction"),
                                SessionFacts.NONE,
                                2_185_000,
                                120,
                                3,
                                1,
                                4,
                                1)));
    }

    @Test
    void sessionColumnGrowsAndStaysWide() {
        SessionId wide = new SessionId(123456, 7890123);
        assertEquals(
                """
                10:41:07.121 #17/8841 note  a
                10:41:07.121 #123456/7890123 note  b
                10:41:07.121 #17/8841        note  c
                """,
                format(
                        plain,
                        new MonitorEvent.Notice(SESSION, TIME, "a"),
                        new MonitorEvent.Notice(wide, TIME, "b"),
                        new MonitorEvent.Notice(SESSION, TIME, "c")));
    }

    @Test
    void plainAndUnixLegsAndVerifiedServer() {
        LegSecurity verified =
                new LegSecurity(LegSecurity.Kind.TLS, "TLSv1.2", "ECDHE-RSA-AES256-GCM-SHA384", 50_000, "CN=db", true);
        assertEquals(
                """
                10:41:07.121 #17/8841 legs  client PLAIN | server PLAIN UNVERIFIED
                10:41:07.121 #17/8841 legs  client UNIX | server TLSv1.2 ECDHE-RSA-AES256-GCM-SHA384 50µs CN=db verified
                """,
                format(
                        plain,
                        new MonitorEvent.LegsSecured(SESSION, TIME, LegSecurity.plain(), LegSecurity.plain()),
                        new MonitorEvent.LegsSecured(SESSION, TIME, LegSecurity.unix(), verified)));
    }

    @Test
    void hostilePeerCannotForgeLinesOrSteerTheTerminal() {
        assertEquals(
                """
                10:41:07.121 #17/8841 S->C seq=0     5 ERR              a\\n10:41 b\\r\\t\\x1b[31m\\x00\\x7f\\x9b\\u202e\\u2028\\ud800é😀
                10:41:07.121 #17/8841 note  x\\ny
                """,
                format(
                        plain,
                        packet(DOWN, 0, 0, 1, 5, "ERR", "a\n10:41 b\r\t\u001b[31m\0\u007f\u009b\u202e\u2028\ud800é😀"),
                        new MonitorEvent.Notice(SESSION, TIME, "x\ny")));
    }

    @Test
    void coloursErrorsRedAndSessionLinesDim() {
        TextOptions colour = options(true, PayloadMode.NONE);
        MonitorEvent.PacketSeen error = new MonitorEvent.PacketSeen(
                SESSION, TIME, DOWN, 1, 1, 1, 9, "ERR", true, PacketContent.NONE, new byte[0], 100);
        assertEquals(
                "\u001b[31m10:41:07.121 #17/8841 S->C seq=1     9 ERR\u001b[0m\n"
                        + "\u001b[2m10:41:07.121 #17/8841 legs  client PLAIN | server PLAIN UNVERIFIED\u001b[0m\n"
                        + "10:41:07.121 #17/8841 S->C seq=1     7 OK\n",
                format(
                        colour,
                        error,
                        new MonitorEvent.LegsSecured(SESSION, TIME, LegSecurity.plain(), LegSecurity.plain()),
                        packet(DOWN, 1, 1, 1, 7, "OK", "")));
    }

    @Test
    void hexPayloadLooksLikeHexdump() {
        byte[] payload = "\u0003SELECT 'a\n', 'b'".getBytes(UTF_8);
        assertEquals("""
                10:41:07.121 #17/8841 C->S seq=0    40 Query
                    00000000  03 53 45 4c 45 43 54 20  27 61 0a 27 2c 20 27 62  |.SELECT 'a.', 'b|
                    00000010  27                                                |'|
                    … 23 more bytes
                """, format(options(false, PayloadMode.HEX), query(payload, 40)));
    }

    @Test
    void textPayloadStaysBehindItsMargin() {
        byte[] payload = "\u0003SELECT 'ü\u001b\n10:41:07.121 #1 open'".getBytes(UTF_8);
        assertEquals("""
                10:41:07.121 #17/8841 C->S seq=0    34 Query
                    | .SELECT 'ü.
                    | 10:41:07.121 #1 open'
                """, format(options(false, PayloadMode.TEXT), query(payload, payload.length)));
    }

    @Test
    void contentThatThrowsCostsOnlyItself() {
        PacketContent broken = (out, showSecrets) -> {
            out.append("half");
            throw new IllegalStateException("defect");
        };
        String line = format(
                plain,
                new MonitorEvent.PacketSeen(SESSION, TIME, DOWN, 1, 1, 1, 9, "OK", false, broken, new byte[0], 100));
        assertTrue(
                line.endsWith("OK               (cannot be shown: java.lang.IllegalStateException: defect)\n"), line);
    }

    @Test
    void timeFollowsTheZoneThroughItsChange() {
        TimeOfDay time = new TimeOfDay(ZoneId.of("Europe/Berlin"));
        StringBuilder out = new StringBuilder();
        time.append(out, micros("2026-10-25T00:59:59.999Z"));
        time.append(out.append(' '), micros("2026-10-25T01:00:00.001Z"));
        time.append(out.append(' '), -1);
        assertEquals("02:59:59.999 02:00:00.001 00:59:59.999", out.toString());
    }

    private static MonitorEvent.PacketSeen packet(
            Direction direction, int sequence, int last, long count, long length, String type, String content) {
        PacketContent holder = (out, showSecrets) -> out.append(content);
        return new MonitorEvent.PacketSeen(
                SESSION, TIME, direction, sequence, last, count, length, type, false, holder, new byte[0], 100);
    }

    private static MonitorEvent.PacketSeen query(byte[] payload, long length) {
        return new MonitorEvent.PacketSeen(
                SESSION, TIME, UP, 0, 0, 1, length, "Query", false, PacketContent.NONE, payload, 100);
    }

    private static String format(TextOptions options, MonitorEvent... events) {
        TextFormat format = new TextFormat(options, ZoneOffset.UTC);
        StringBuilder out = new StringBuilder();
        for (MonitorEvent event : events) {
            try {
                format.append(out, event);
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
        }
        return out.toString();
    }

    private static long micros(String instant) {
        return Instant.parse(instant).toEpochMilli() * 1000;
    }

    private static TextOptions options(boolean colour, PayloadMode payload) {
        return new TextOptions(Set.of(Interest.PACKETS, Interest.SESSIONS), colour, payload, 4096, false);
    }
}
