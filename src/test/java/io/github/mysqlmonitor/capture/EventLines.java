package io.github.mysqlmonitor.capture;

import io.github.mysqlmonitor.event.Direction;
import io.github.mysqlmonitor.event.MonitorEvent;
import io.github.mysqlmonitor.sink.json.JsonLines;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Events as the golden files show them: packets in few words, everything else as the JSON sink writes it, but without
 * what was said of the session before and still holds. For one thread.
 */
final class EventLines {
    private static final Pattern FACT = Pattern.compile(
            "\"((?:client|server|mysql_monitor\\.(?:client_leg|server_leg))\\.\\w+|db\\.system\\.name|db\\.namespace"
                    + "|mysql_monitor\\.(?:user|program|server_version|charset|auth_plugin|backend_connection_id"
                    + "|compression))\":(\"[^\"]*\"|\\d+|true|false),");

    private static final Pattern LONE = Pattern.compile("[\\x{DC00}-\\x{DCFF}]");

    private final JsonLines json = new JsonLines();
    private final StringBuilder line = new StringBuilder();
    private final Map<String, String> facts = new HashMap<>();

    List<String> of(List<MonitorEvent> events) throws IOException {
        facts.clear();
        List<String> lines = new ArrayList<>(events.size());
        for (MonitorEvent event : events) {
            lines.add(event instanceof MonitorEvent.PacketSeen packet ? packet(packet) : news(event));
        }
        return lines;
    }

    private String news(MonitorEvent event) throws IOException {
        String session = event.session().number() + " ";
        return printable(FACT.matcher(json.of(event)).replaceAll(fact -> {
            String before = facts.put(session + fact.group(1), fact.group(2));
            return fact.group(2).equals(before) ? "" : Matcher.quoteReplacement(fact.group());
        }));
    }

    /** Text files cannot hold what stands for a byte that is no character. */
    private static String printable(String text) {
        return LONE.matcher(text)
                .replaceAll(lone -> Matcher.quoteReplacement(
                        String.format("\\u%04x", (int) lone.group().charAt(0))));
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
        return printable(line.toString().strip());
    }
}
