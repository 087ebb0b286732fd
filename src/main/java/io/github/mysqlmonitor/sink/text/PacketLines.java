package io.github.mysqlmonitor.sink.text;

import io.github.mysqlmonitor.event.MonitorEvent.PacketSeen;
import java.util.Arrays;

/** A line per packet, or per run of equal ones, and its bytes below it where they are asked for. */
final class PacketLines {
    /** The longest name that comes often: ColumnDefinition. */
    private static final int TYPE_WIDTH = 16;
    /** From {@code seq=} to the end of the length. */
    private static final int NUMBERS_WIDTH = 11;

    private final TextOptions options;
    private final LineStart lines;

    PacketLines(TextOptions options, LineStart lines) {
        this.options = options;
        this.lines = lines;
    }

    void append(StringBuilder out, PacketSeen packet) {
        lines.begin(out, packet, packet.error() ? LineStart.RED : LineStart.NO_COLOUR);
        out.append(packet.direction().arrow()).append(' ');
        numbers(out, packet);
        int type = out.length();
        out.append(packet.type());
        if (packet.count() > 1) {
            out.append(" x").append(packet.count());
        }
        int beforeContent = out.length();
        LineStart.pad(out, type + TYPE_WIDTH);
        out.append(' ');
        int content = out.length();
        describe(out, packet);
        if (out.length() == content) {
            out.setLength(beforeContent);
        }
        SafeText.escape(out, type);
        lines.end(out);
        payload(out, packet);
    }

    private static void numbers(StringBuilder out, PacketSeen packet) {
        int start = out.length();
        out.append("seq=").append(packet.sequence());
        if (packet.lastSequence() != packet.sequence() || packet.count() > 1) {
            out.append("..").append(packet.lastSequence());
        }
        out.append(' ');
        LineStart.pad(out, start + NUMBERS_WIDTH - digits(packet.length()));
        out.append(packet.length()).append(' ');
    }

    private static int digits(long number) {
        int digits = 1;
        for (long rest = number; rest >= 10; rest /= 10) {
            digits++;
        }
        return digits;
    }

    private void describe(StringBuilder out, PacketSeen packet) {
        int start = out.length();
        try {
            packet.content().describe(out, options.showSecrets());
        } catch (RuntimeException e) {
            // one packet that cannot be shown is no reason to end the log
            out.setLength(start);
            out.append("(cannot be shown: ").append(e).append(')');
        }
    }

    private void payload(StringBuilder out, PacketSeen packet) {
        if (options.payload() != PayloadMode.NONE && packet.payload().length > 0) {
            byte[] payload = packet.payload();
            if (payload.length > options.payloadBytes()) {
                // another sink asked for more
                payload = Arrays.copyOf(payload, options.payloadBytes());
            }
            long missing = packet.count() == 1 ? packet.length() - payload.length : 0;
            PayloadText.append(out, options.payload(), payload, missing);
        }
    }
}
