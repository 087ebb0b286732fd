package io.github.mysqlmonitor.capture;

import io.github.mysqlmonitor.event.Direction;
import io.github.mysqlmonitor.event.MonitorEvent;
import io.github.mysqlmonitor.sink.json.JsonLines;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Events as the golden files show them: packets in few words, everything else as the JSON sink writes it. */
final class EventLines {
    private final JsonLines json = new JsonLines();
    private final StringBuilder line = new StringBuilder();

    List<String> of(List<MonitorEvent> events) throws IOException {
        List<String> lines = new ArrayList<>(events.size());
        for (MonitorEvent event : events) {
            lines.add(event instanceof MonitorEvent.PacketSeen packet ? packet(packet) : json.of(event));
        }
        return lines;
    }

    private String packet(MonitorEvent.PacketSeen packet) {
        line.setLength(0);
        line.append(packet.session()).append(' ').append(packet.epochMicros());
        line.append(packet.direction() == Direction.CLIENT_TO_SERVER ? " C " : " S ")
                .append(packet.sequence());
        if (packet.lastSequence() != packet.sequence()) {
            line.append("..").append(packet.lastSequence());
        }
        if (packet.count() > 1) {
            line.append(" x").append(packet.count());
        }
        line.append(" [")
                .append(packet.length())
                .append("] ")
                .append(packet.type())
                .append(' ');
        packet.content().describe(line, false);
        return line.toString().strip();
    }
}
