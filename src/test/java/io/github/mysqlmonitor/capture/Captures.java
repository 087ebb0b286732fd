package io.github.mysqlmonitor.capture;

import io.github.mysqlmonitor.event.MonitorEvent;
import io.github.mysqlmonitor.sink.capture.CaptureReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The recorded sessions. */
public final class Captures {
    private static final Path DIRECTORY = Path.of("src", "test", "resources", "captures");
    private static final String SUFFIX = ".capture";

    private Captures() {}

    /** Their names, in order. */
    public static List<String> names() {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(SUFFIX))
                    .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All records of one. */
    public static List<MonitorEvent> read(String name) throws IOException {
        List<MonitorEvent> events = new ArrayList<>();
        try (CaptureReader reader = CaptureReader.open(DIRECTORY.resolve(name + SUFFIX))) {
            for (MonitorEvent event = reader.next(); event != null; event = reader.next()) {
                events.add(event);
            }
        }
        return events;
    }

    /** The file with what is to come of it. */
    public static Path golden(String name) {
        return DIRECTORY.resolve(name + ".golden");
    }
}
