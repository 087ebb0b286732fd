package io.github.mysqlmonitor.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each entry of {@code docs/protocol-notes.md} names captures that show it, which exist, or says why it has none. */
class ProtocolNotesTest {
    private static final Path DOCUMENT = Path.of("docs", "protocol-notes.md");
    private static final List<String> SERVERS = List.of("mysql97-", "mysql80-", "mariadb-");
    private static final Pattern CAPTURE = Pattern.compile("`((?:mysql97|mysql80|mariadb|\\*)-[a-z0-9-]+)`");
    private static final Pattern NO_CAPTURE = Pattern.compile("no capture: \\w+ \\w+");

    @Test
    void everyEntryNamesACaptureOrSaysWhyItHasNone() throws IOException {
        List<String> entries = entries(Files.readString(DOCUMENT));
        assertTrue(entries.size() > 30, "entries found: " + entries.size());
        assertEquals(
                List.of(), entries.stream().filter(entry -> !isShown(entry)).toList());
    }

    @Test
    void everyCaptureThatIsNamedExists() throws IOException {
        Set<String> existing = Set.copyOf(Captures.names());
        List<String> missing = CAPTURE.matcher(Files.readString(DOCUMENT))
                .results()
                .flatMap(ProtocolNotesTest::names)
                .filter(name -> !existing.contains(name))
                .toList();
        assertEquals(List.of(), missing);
    }

    @Test
    void anEntryReachesToTheNextOne() {
        String document =
                "# H\n- text outside\n## Two\n\n- **One** `mysql97-a`\n  goes on.\n- **Two** none.\n\nBehind\n";
        List<String> entries = entries(document);
        assertEquals(List.of("text outside", "**One** `mysql97-a` goes on.", "**Two** none."), entries);
        assertEquals(
                List.of(false, true, false),
                entries.stream().map(ProtocolNotesTest::isShown).toList());
        assertTrue(isShown("**Three** (no capture: seen in the log only)"));
    }

    private static boolean isShown(String entry) {
        return CAPTURE.matcher(entry).find() || NO_CAPTURE.matcher(entry).find();
    }

    /** Those of all three servers, where the name begins with a star. */
    private static Stream<String> names(MatchResult named) {
        String name = named.group(1);
        return name.startsWith("*-") ? SERVERS.stream().map(server -> server + name.substring(2)) : Stream.of(name);
    }

    /** The items of the document's lists, each on one line. */
    private static List<String> entries(String document) {
        List<String> entries = new ArrayList<>();
        boolean within = false;
        for (String line : document.split("\n", -1)) {
            if (line.startsWith("- ")) {
                entries.add(line.substring(2));
            } else if (within && line.startsWith("  ")) {
                entries.set(entries.size() - 1, entries.get(entries.size() - 1) + " " + line.strip());
            }
            within = line.startsWith("- ") || within && line.startsWith("  ");
        }
        return entries;
    }
}
