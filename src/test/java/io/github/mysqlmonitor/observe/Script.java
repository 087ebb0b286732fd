package io.github.mysqlmonitor.observe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mysqlmonitor.event.Direction;
import io.github.mysqlmonitor.event.EndedBy;
import io.github.mysqlmonitor.event.MonitorEvent;
import io.github.mysqlmonitor.frame.InflateBudget;
import io.github.mysqlmonitor.frame.InflateMemory;
import io.github.mysqlmonitor.wire.Capability;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** A session written by hand: who sends which packets in which order; played into an observer in any split. */
final class Script {
    static final long BASIC = mask(
            Capability.LONG_PASSWORD,
            Capability.PROTOCOL_41,
            Capability.SECURE_CONNECTION,
            Capability.PLUGIN_AUTH,
            Capability.MULTI_RESULTS,
            Capability.LOCAL_FILES);
    static final long MODERN = BASIC | mask(Capability.DEPRECATE_EOF, Capability.SESSION_TRACK);
    static final byte[] OK = hex("00 00 00 02 00 00 00");

    private final List<Part> parts = new ArrayList<>();
    private int next;

    record Part(Direction direction, byte[] bytes) {}

    /** Greeting, login and OK, so that a command is due. */
    static Script loggedIn(long capabilities) {
        return greeted(capabilities).server(OK);
    }

    /** Greeting and login, so that the server's answer is due. */
    static Script greeted(long capabilities) {
        return new Script().server(greeting("9.7.4", capabilities)).client(login(capabilities));
    }

    static long mask(Capability... all) {
        long bits = 0;
        for (Capability each : all) {
            bits |= each.mask();
        }
        return bits;
    }

    static byte[] greeting(String version, long capabilities) {
        return bytes(
                "0a",
                version,
                "00 29 22 00 00",
                "'12345678'",
                "00",
                le(capabilities, 2),
                "ff 02 00",
                le(capabilities >> 16, 2),
                "15",
                "000000000000",
                le(capabilities >>> 32, 4),
                "'123456789012'",
                "00",
                "'caching_sha2_password'",
                "00");
    }

    static byte[] login(long capabilities) {
        return bytes(
                le(capabilities, 4),
                "00 00 00 01",
                "ff",
                "00".repeat(19),
                le(capabilities >>> 32, 4),
                "'app'",
                "00",
                "04",
                "'sEcR'",
                "'caching_sha2_password'",
                "00");
    }

    /** Joins hex digits and {@code 'text'}; the version of a greeting is the one part that is neither. */
    static byte[] bytes(String... all) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String part : all) {
            if (part.startsWith("'")) {
                out.writeBytes(part.substring(1, part.length() - 1).getBytes(UTF_8));
            } else if (part.contains(".")) {
                out.writeBytes(part.getBytes(UTF_8));
            } else {
                out.writeBytes(hex(part));
            }
        }
        return out.toByteArray();
    }

    static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    static String le(long value, int size) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < size; i++) {
            out.append(String.format("%02x", value >> (8 * i) & 0xFF));
        }
        return out.toString();
    }

    static byte[] query(String sql) {
        return command(0x03, sql);
    }

    static byte[] command(int code, String text) {
        return bytes(String.format("%02x", code), "'" + text + "'");
    }

    static byte[] column(String name) {
        return bytes(
                "03",
                "'def'",
                "04",
                "'shop'",
                "01",
                "'t'",
                "01",
                "'t'",
                le(name.length(), 1),
                "'" + name + "'",
                "00",
                "0c",
                "3f00",
                "0b000000",
                "03",
                "0000",
                "00",
                "0000");
    }

    static byte[] eof(int status) {
        return bytes("fe 0000", le(status, 2));
    }

    /** The OK that ends rows when EOF is deprecated. */
    static byte[] end(int status) {
        return bytes("fe 00 00", le(status, 2), "0000");
    }

    static byte[] error(int code, String message) {
        return bytes("ff", le(code, 2), "'#HY000" + message + "'");
    }

    /** A client packet; a command if none of its own follows, so the numbers start again. */
    Script command(byte[] payload) {
        next = 0;
        return client(payload);
    }

    Script client(byte[]... payloads) {
        return add(Direction.CLIENT_TO_SERVER, payloads);
    }

    Script server(byte[]... payloads) {
        return add(Direction.SERVER_TO_CLIENT, payloads);
    }

    Script sequence(int number) {
        next = number;
        return this;
    }

    private Script add(Direction direction, byte[]... payloads) {
        for (byte[] payload : payloads) {
            parts.add(new Part(direction, framed(payload)));
        }
        return this;
    }

    private byte[] framed(byte[] payload) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int from = 0;
        int length;
        do {
            length = Math.min(payload.length - from, 0xFFFFFF);
            out.writeBytes(hex(le(length, 3)));
            out.write(next++ & 0xFF);
            out.write(payload, from, length);
            from += length;
        } while (length == 0xFFFFFF);
        return out.toByteArray();
    }

    List<Part> parts() {
        return parts;
    }

    /** Cuts every part at random places. */
    List<Part> split(Random random) {
        List<Part> pieces = new ArrayList<>();
        for (Part part : joined()) {
            int from = 0;
            while (from < part.bytes.length) {
                int to = Math.min(part.bytes.length, from + 1 + random.nextInt(random.nextBoolean() ? 6 : 60));
                pieces.add(new Part(part.direction, java.util.Arrays.copyOfRange(part.bytes, from, to)));
                from = to;
            }
        }
        return pieces;
    }

    /** Joins what one side sends before the other speaks. */
    List<Part> joined() {
        return joined(parts);
    }

    static List<Part> joined(List<Part> parts) {
        List<Part> joined = new ArrayList<>();
        for (Part part : parts) {
            int last = joined.size() - 1;
            if (last >= 0 && joined.get(last).direction == part.direction) {
                ByteArrayOutputStream both = new ByteArrayOutputStream();
                both.writeBytes(joined.get(last).bytes);
                both.writeBytes(part.bytes);
                joined.set(last, new Part(part.direction, both.toByteArray()));
            } else {
                joined.add(part);
            }
        }
        return joined;
    }

    List<Part> byteByByte() {
        List<Part> pieces = new ArrayList<>();
        for (Part part : parts) {
            for (byte each : part.bytes) {
                pieces.add(new Part(part.direction, new byte[] {each}));
            }
        }
        return pieces;
    }

    static List<MonitorEvent> play(List<Part> parts, ObserveOptions options) {
        List<MonitorEvent> events = new ArrayList<>();
        InflateMemory memory = new InflateMemory(new InflateBudget(InflateBudget.DEFAULT_BYTES));
        SessionObserver observer = new PacketObserver(
                1, options, new ObserverFactory.SharedMemory(memory, new KillBook()), events::add, () -> 0);
        observer.opened("10.0.0.9:4711", "127.0.0.1:3307", "db:3306", "10.0.0.5:3306");
        for (Part part : parts) {
            observer.bytes(part.direction, Unpooled.wrappedBuffer(part.bytes));
        }
        observer.closed(new SessionObserver.Closing(EndedBy.CLIENT, "client closed", List.of(), 0, 0, 0, 0, 0));
        assertEquals(0, memory.budget().reservedBytes());
        memory.close();
        return events;
    }

    static List<String> lines(List<MonitorEvent> events) {
        List<String> lines = new ArrayList<>();
        for (MonitorEvent event : events) {
            if (event instanceof MonitorEvent.PacketSeen packet) {
                StringBuilder line = new StringBuilder();
                line.append(packet.direction() == Direction.CLIENT_TO_SERVER ? "C " : "S ");
                line.append(packet.sequence());
                if (packet.count() > 1) {
                    line.append("..").append(packet.lastSequence()).append(" x").append(packet.count());
                    line.append(" bytes=").append(packet.length());
                }
                line.append(' ').append(packet.type()).append(' ');
                packet.content().describe(line, false);
                lines.add(line.toString().strip());
            } else if (event instanceof MonitorEvent.Notice notice) {
                lines.add("notice " + notice.text());
            } else if (event instanceof MonitorEvent.ObservationStopped stop) {
                lines.add("stopped " + stop.reason());
            }
        }
        return lines;
    }

    /** All payload bytes of all events, as one text. */
    static String payloads(List<MonitorEvent> events) {
        StringBuilder out = new StringBuilder();
        for (MonitorEvent event : events) {
            if (event instanceof MonitorEvent.PacketSeen packet) {
                out.append(new String(packet.payload(), ISO_8859_1)).append('\n');
            }
        }
        return out.toString();
    }

    /** A column of shop.t with type, collation and flags. */
    static byte[] typed(String name, int type, int collation, int flags) {
        byte[] column = column(name);
        int fixed = column.length - 12;
        column[fixed] = (byte) collation;
        column[fixed + 1] = (byte) (collation >> 8);
        column[fixed + 6] = (byte) type;
        column[fixed + 7] = (byte) flags;
        column[fixed + 8] = (byte) (flags >> 8);
        return column;
    }

    static String digits(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    /** Compares the last lines; those of a prepare that a test does not name come before. */
    static void check(Script script, String... expected) {
        for (List<Part> parts : List.of(script.parts(), script.byteByByte())) {
            List<String> lines = lines(play(parts, ObserveOptions.DEFAULT));
            int from = Math.max(0, lines.size() - expected.length);
            assertEquals(String.join("\n", expected), String.join("\n", lines.subList(from, lines.size())));
        }
    }
}
