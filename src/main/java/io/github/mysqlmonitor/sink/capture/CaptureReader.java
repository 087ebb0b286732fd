package io.github.mysqlmonitor.sink.capture;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mysqlmonitor.event.Direction;
import io.github.mysqlmonitor.event.EndedBy;
import io.github.mysqlmonitor.event.LegSecurity;
import io.github.mysqlmonitor.event.MonitorEvent;
import io.github.mysqlmonitor.event.SessionFacts;
import io.github.mysqlmonitor.event.SessionId;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a capture back as the events it was made of. Bytes that were lost are told as they are live: by the offset of
 * the next {@link MonitorEvent.BytesRelayed}. Whatever the file holds, reading it ends with null or with a
 * {@link CaptureException}; no length is believed before so many bytes were there.
 *
 * <p>A file that ends within a record, as after a crash, ends with such an exception too; all before it is good.
 */
public final class CaptureReader implements AutoCloseable {
    private final InputStream in;

    /** How many bytes of each direction of each open session were passed by. */
    private final Map<Long, long[]> offsets = new HashMap<>();

    private long position;
    private long micros;
    private boolean started;

    /** @param in taken: closed at the end */
    public CaptureReader(InputStream in) {
        this.in = in;
    }

    /** @throws IOException if it cannot be opened */
    public static CaptureReader open(Path file) throws IOException {
        return new CaptureReader(new BufferedInputStream(Files.newInputStream(file)));
    }

    /**
     * @return null at the end
     * @throws CaptureException if the file is broken or no capture
     */
    public MonitorEvent next() throws IOException {
        if (!started && !header()) {
            return null;
        }
        while (true) {
            long at = position;
            int type = in.read();
            if (type < 0) {
                return null;
            }
            position++;
            long number = varint();
            long delta = varint();
            micros += delta >>> 1 ^ -(delta & 1);
            MonitorEvent event = event(type, new SessionId(number, -1), at);
            if (event != null) {
                return event;
            }
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /** False if the file is empty: nothing happened while it was recorded. */
    private boolean header() throws IOException {
        started = true;
        byte[] magic = in.readNBytes(CaptureFormat.MAGIC.length);
        if (magic.length == 0) {
            return false;
        }
        if (!Arrays.equals(magic, CaptureFormat.MAGIC)) {
            throw new CaptureException(0, "this is no capture: it does not begin with \"mysqlcap\"");
        }
        position = magic.length;
        int version = uint8("version");
        if (version != CaptureFormat.VERSION) {
            throw new CaptureException(position - 1, "version " + version + ", but only 1 is known");
        }
        byte[] start = bytes(Long.BYTES, "start time");
        for (int i = start.length - 1; i >= 0; i--) {
            micros = micros << 8 | start[i] & 0xFF;
        }
        return true;
    }

    private MonitorEvent event(int type, SessionId session, long at) throws IOException {
        return switch (type) {
            case CaptureFormat.OPENED ->
                new MonitorEvent.SessionOpened(session, micros, string(), string(), string(), string());
            case CaptureFormat.SECURED -> new MonitorEvent.LegsSecured(session, micros, leg(), leg());
            case CaptureFormat.CLIENT_BYTES -> chunk(session, Direction.CLIENT_TO_SERVER);
            case CaptureFormat.SERVER_BYTES -> chunk(session, Direction.SERVER_TO_CLIENT);
            case CaptureFormat.GAP -> gap(session);
            case CaptureFormat.CLOSED -> closed(session);
            case CaptureFormat.DROPPED ->
                new MonitorEvent.EventsDropped(session, micros, varint(), "lost while it was recorded");
            default -> throw new CaptureException(at, "a record of the unknown type " + type);
        };
    }

    private MonitorEvent chunk(SessionId session, Direction direction) throws IOException {
        byte[] bytes = bytes(length(CaptureFormat.MAX_CHUNK_BYTES, "bytes"), "bytes");
        long[] passed = passed(session);
        int side = direction == Direction.CLIENT_TO_SERVER ? 0 : 1;
        long offset = passed[side];
        passed[side] += bytes.length;
        return new MonitorEvent.BytesRelayed(session, micros, direction, offset, bytes);
    }

    private MonitorEvent gap(SessionId session) throws IOException {
        int side = uint8("direction");
        if (side > 1) {
            throw new CaptureException(position - 1, "direction " + side + ", but only 0 and 1 are known");
        }
        long lost = varint();
        if (lost < 0) {
            throw new CaptureException(position - 1, "a gap of " + Long.toUnsignedString(lost) + " bytes");
        }
        passed(session)[side] += lost;
        return null;
    }

    private long[] passed(SessionId session) {
        return offsets.computeIfAbsent(session.number(), number -> new long[2]);
    }

    private MonitorEvent closed(SessionId session) throws IOException {
        offsets.remove(session.number());
        int who = uint8("who ended the session");
        EndedBy endedBy = CaptureFormat.endedBy(who);
        if (endedBy == null) {
            throw new CaptureException(position - 1, "nobody is known who ends sessions as " + who);
        }
        String reason = string();
        int count = length(CaptureFormat.MAX_DETAILS, "details");
        List<String> details = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            details.add(string());
        }
        return new MonitorEvent.SessionClosed(
                session,
                micros,
                endedBy,
                reason,
                List.copyOf(details),
                SessionFacts.NONE,
                varint(),
                varint(),
                varint(),
                varint(),
                varint(),
                varint());
    }

    private LegSecurity leg() throws IOException {
        int code = uint8("kind of security");
        LegSecurity.Kind kind = CaptureFormat.kind(code);
        if (kind == null) {
            throw new CaptureException(position - 1, "unknown kind of security " + code);
        }
        return new LegSecurity(kind, string(), string(), varint(), string(), uint8("verified") != 0);
    }

    private String string() throws IOException {
        return new String(bytes(length(CaptureFormat.MAX_STRING_BYTES, "text"), "text"), UTF_8);
    }

    private int length(int max, String what) throws IOException {
        long at = position;
        long length = varint();
        if (length < 0 || length > max) {
            throw new CaptureException(
                    at, what + ": length " + Long.toUnsignedString(length) + ", but at most " + max + " is allowed");
        }
        return (int) length;
    }

    private byte[] bytes(int length, String what) throws IOException {
        // Grows with what is read, so a length that lies costs nothing.
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new CaptureException(
                    position, what + ": " + length + " bytes expected, the file ends after " + bytes.length);
        }
        position += length;
        return bytes;
    }

    private int uint8(String what) throws IOException {
        int value = in.read();
        if (value < 0) {
            throw new CaptureException(position, what + ": the file ends");
        }
        position++;
        return value;
    }

    private long varint() throws IOException {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            int next = uint8("number");
            value |= (long) (next & 0x7F) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw new CaptureException(position, "a number of more than 10 bytes");
    }
}
