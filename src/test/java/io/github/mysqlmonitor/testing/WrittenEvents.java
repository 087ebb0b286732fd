package io.github.mysqlmonitor.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Reads what a proxy process wrote into its {@code json:} sink, for {@link Unparsed}. */
final class WrittenEvents {
    /** Most events are packets in which all is well. */
    private static final List<String> SIGNS = List.of(
            "\"observation_stopped\"",
            "\"not_shown\"",
            "\"UNDECODED\"",
            "\"mysql_monitor.undecoded_values\"",
            "\"not fully decoded",
            "\"Unknown\"",
            "\"(malformed: ",
            "\"(too long to decode: ");

    private final JsonFactory factory = new JsonFactory();

    /** A last line that the end of the process has cut off is left out. */
    static void check(Path file) {
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            WrittenEvents events = new WrittenEvents();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String event = line;
                if (event.endsWith("}") && SIGNS.stream().anyMatch(event::contains)) {
                    events.check(event);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }

    private void check(String line) {
        Map<String, String> event = texts(line);
        String where = text(event, "mysql_monitor.command") + text(event, "mysql_monitor.packet.direction") + " "
                + text(event, "db.query.text");
        switch (text(event, "mysql_monitor.event")) {
            case "observation_stopped" -> Unparsed.found(where + " observation stopped: " + line);
            case "not_shown" -> Unparsed.found(where + " not shown: " + line);
            case "command_finished" ->
                Unparsed.command(
                        where,
                        text(event, "mysql_monitor.status"),
                        text(event, "mysql_monitor.undecoded_values"),
                        text(event, "mysql_monitor.note"));
            case "packet_seen" ->
                Unparsed.packet(
                        where, text(event, "mysql_monitor.packet.type"), text(event, "mysql_monitor.packet.text"));
            default -> {}
        }
    }

    private static String text(Map<String, String> event, String key) {
        return event.getOrDefault(key, "");
    }

    /** The texts of the outermost object. */
    private Map<String, String> texts(String line) {
        Map<String, String> texts = new HashMap<>();
        try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), line)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String key = parser.currentName();
                if (parser.nextToken() == JsonToken.VALUE_STRING) {
                    texts.put(key, parser.getString());
                } else {
                    parser.skipChildren();
                }
            }
        } catch (JacksonException broken) {
            Unparsed.found("no JSON: " + broken.getMessage() + ": " + line);
        }
        return texts;
    }
}
