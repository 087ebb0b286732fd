package io.github.mysqlmonitor.sink.capture;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mysqlmonitor.event.Direction;
import io.github.mysqlmonitor.event.EventVisitor;
import io.github.mysqlmonitor.event.LegSecurity;
import io.github.mysqlmonitor.event.MonitorEvent;
import io.github.mysqlmonitor.event.MonitorEvent.BytesRelayed;
import io.github.mysqlmonitor.event.MonitorEvent.EventsDropped;
import io.github.mysqlmonitor.event.MonitorEvent.LegsSecured;
import io.github.mysqlmonitor.event.MonitorEvent.SessionClosed;
import io.github.mysqlmonitor.event.MonitorEvent.SessionOpened;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes what a capture file holds of each event; others it ignores. The file starts with the first event. */
final class CaptureWriter implements EventVisitor {
    private static final int MAX_SESSIONS = 1 << 17;

    private final OutputStream out;

    /** How many bytes of each direction of each open session are in the file or told as lost. */
    private final Map<Long, long[]> written = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, long[]> eldest) {
            // The end of a session may have been lost.
            return size() > MAX_SESSIONS;
        }
    };

    private long lastMicros;
    private boolean started;

    /** @param out takes small writes well */
    CaptureWriter(OutputStream out) {
        this.out = out;
    }

    @Override
    public void sessionOpened(SessionOpened event) throws IOException {
        record(CaptureFormat.OPENED, event);
        string(event.client());
        string(event.listener());
        string(event.upstream());
        string(event.upstreamAddress());
    }

    @Override
    public void legsSecured(LegsSecured event) throws IOException {
        record(CaptureFormat.SECURED, event);
        leg(event.client());
        leg(event.server());
    }

    @Override
    public void bytesRelayed(BytesRelayed event) throws IOException {
        boolean client = event.direction() == Direction.CLIENT_TO_SERVER;
        long[] ends = written.computeIfAbsent(event.session().number(), number -> new long[2]);
        int side = client ? 0 : 1;
        if (event.offset() > ends[side]) {
            record(CaptureFormat.GAP, event);
            out.write(side);
            varint(event.offset() - ends[side]);
        }
        ends[side] = event.offset() + event.bytes().length;
        record(client ? CaptureFormat.CLIENT_BYTES : CaptureFormat.SERVER_BYTES, event);
        varint(event.bytes().length);
        out.write(event.bytes());
    }

    @Override
    public void sessionClosed(SessionClosed event) throws IOException {
        written.remove(event.session().number());
        record(CaptureFormat.CLOSED, event);
        out.write(CaptureFormat.code(event.endedBy()));
        string(event.reason());
        int details = Math.min(event.details().size(), CaptureFormat.MAX_DETAILS);
        varint(details);
        for (String detail : event.details().subList(0, details)) {
            string(detail);
        }
        varint(event.durationMicros());
        varint(event.clientBytes());
        varint(event.clientPackets());
        varint(event.serverBytes());
        varint(event.serverPackets());
        varint(event.commands());
    }

    @Override
    public void eventsDropped(EventsDropped event) throws IOException {
        record(CaptureFormat.DROPPED, event);
        varint(event.count());
    }

    private void record(int type, MonitorEvent event) throws IOException {
        if (!started) {
            started = true;
            lastMicros = event.epochMicros();
            ByteBuffer start = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            out.write(CaptureFormat.MAGIC);
            out.write(CaptureFormat.VERSION);
            out.write(start.putLong(lastMicros).array());
        }
        long delta = event.epochMicros() - lastMicros;
        lastMicros = event.epochMicros();
        out.write(type);
        varint(event.session().number());
        varint(delta << 1 ^ delta >> 63);
    }

    private void leg(LegSecurity leg) throws IOException {
        out.write(CaptureFormat.code(leg.kind()));
        string(leg.protocol());
        string(leg.cipher());
        varint(leg.handshakeNanos());
        string(leg.peer());
        out.write(leg.verified() ? 1 : 0);
    }

    /** A longer one is cut, at the border of a character. */
    private void string(String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        int length = Math.min(bytes.length, CaptureFormat.MAX_STRING_BYTES);
        while (length < bytes.length && (bytes[length] & 0xC0) == 0x80) {
            length--;
        }
        varint(length);
        out.write(bytes, 0, length);
    }

    private void varint(long value) throws IOException {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
