package io.github.mysqlmonitor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.config.ConfigException;
import io.github.mysqlmonitor.config.ServerSslMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Which changes of the configuration file new sessions follow, and which are left for a restart. */
class FileInUseTest {
    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("mysql-monitor.yaml");
    }

    @Test
    void everyKeyThatCanChangeIsAnOption() {
        CommandSpec spec = CommandSpec.create().addMixin("options", CommandSpec.forAnnotatedObject(new RunOptions()));
        Set<String> options = spec.options().stream().map(Layers::name).collect(Collectors.toSet());
        assertTrue(options.containsAll(FileInUse.AT_RUN_TIME), FileInUse.AT_RUN_TIME::toString);
    }

    @Test
    void theHandbookNamesThem() throws IOException {
        String text = Files.readString(Path.of("docs/operating.md"));
        String section = text.substring(text.indexOf("New sessions then follow"), text.indexOf("Every other key"));
        Set<String> named = Pattern.compile("`([a-z-]+)`")
                .matcher(section)
                .results()
                .map(key -> key.group(1))
                .collect(Collectors.toSet());
        assertEquals(FileInUse.AT_RUN_TIME, named);
    }

    @Test
    void nothingHasChangedWhereOnlyLinesHaveMoved() throws IOException {
        FileInUse inUse = read("upstream: db", "max-connections: 5");
        write("# a comment", "max-connections: 5", "", "upstream: db");
        FileInUse.Change change = inUse.again();
        assertEquals(Set.of(), change.applied());
        assertEquals(List.of(), change.needRestart());
    }

    @Test
    void whatNewSessionsCanFollowIsAppliedAndTheRestStays() throws IOException {
        FileInUse inUse = read("upstream: db", "max-connections: 5", "connect-timeout: 3s", "threads: 2");
        write("upstream: other", "max-connections: 6", "server-ssl-mode: REQUIRED", "threads: 2", "transport: nio");
        FileInUse.Change change = inUse.again();
        assertEquals(Set.of("connect-timeout", "max-connections", "server-ssl-mode"), change.applied());
        assertEquals(
                List.of(file + ":5: transport has changed", file + ":1: upstream has changed"), change.needRestart());
        RunOptions options = change.listeners().get(0);
        assertEquals("db:3306", options.proxy().upstream().endpoint().toString());
        assertEquals(6, options.proxy().limits().maxConnections());
        assertEquals(
                Duration.ofSeconds(10), options.proxy().upstream().connectTimeout(), "back at the default: it is gone");
        assertEquals(ServerSslMode.REQUIRED, options.tls().server().mode());
        inUse.adopt(change);
        FileInUse.Change next = inUse.again();
        assertEquals(Set.of(), next.applied());
        assertEquals(change.needRestart(), next.needRestart(), "still to be done");
    }

    @Test
    void aKeyThatIsGoneNeedsARestartToo() throws IOException {
        FileInUse inUse = read("upstream: db", "threads: 2");
        write("upstream: db");
        assertEquals(
                List.of(file + ": threads is not there any more"), inUse.again().needRestart());
    }

    @Test
    void whatTheCommandLineSaysGoesOnCounting() throws IOException {
        FileInUse inUse = read(List.of("--max-connections=7"), "upstream: db", "max-connections: 5");
        write("upstream: db", "max-connections: 6");
        assertEquals(7, inUse.again().listeners().get(0).proxy().limits().maxConnections());
    }

    @Test
    void eachListenerHasItsOwnChanges() throws IOException {
        FileInUse inUse = read(
                "listeners:",
                "  - {listen: 1, upstream: one, connect-timeout: 1s}",
                "  - {listen: 2, upstream: two, connect-timeout: 2s}");
        write(
                "listeners:",
                "  - {listen: 1, upstream: one, connect-timeout: 1s}",
                "  - {listen: 2, upstream: two, connect-timeout: 3s}");
        FileInUse.Change change = inUse.again();
        assertEquals(List.of(Duration.ofSeconds(1), Duration.ofSeconds(3)), timeouts(change));
    }

    /** Otherwise one listener would get the certificates of another. */
    @Test
    void listenersThatHaveChangedPlacesAreLeftAlone() throws IOException {
        FileInUse inUse = read(
                "listeners:",
                "  - {listen: 1, upstream: one, connect-timeout: 1s}",
                "  - {listen: 2, upstream: two, connect-timeout: 2s}");
        write(
                "listeners:",
                "  - {listen: 2, upstream: two, connect-timeout: 2s}",
                "  - {listen: 1, upstream: one, connect-timeout: 1s}");
        FileInUse.Change change = inUse.again();
        assertEquals(Set.of(), change.applied());
        assertEquals(6, change.needRestart().size(), change.needRestart()::toString);
        assertEquals(List.of(Duration.ofSeconds(1), Duration.ofSeconds(2)), timeouts(change));
    }

    @Test
    void anotherNumberOfListenersNeedsARestart() throws IOException {
        FileInUse inUse = read("listeners:", "  - {listen: 1, upstream: one}");
        write("max-connections: 3", "listeners:", "  - {listen: 1, upstream: one}", "  - {listen: 2, upstream: two}");
        FileInUse.Change change = inUse.again();
        assertEquals(Set.of(), change.applied());
        assertEquals(List.of("the number of listeners has changed from 1 to 2"), change.needRestart());
    }

    @Test
    void whatIsInvalidChangesNothing() throws IOException {
        FileInUse inUse = read("upstream: db", "max-connections: 5");
        for (String wrong : List.of(
                "max-conections: 6", "max-connections: many", "server-ssl-mode: VERIFY_CA", "transport: pigeon", "[")) {
            write("upstream: db", wrong);
            RuntimeException refused = assertThrows(RuntimeException.class, inUse::again, wrong);
            assertTrue(
                    refused instanceof ConfigException || refused instanceof CommandLine.ParameterException,
                    refused::toString);
        }
        write("max-connections: 6");
        assertEquals(
                file + " names no upstream any more",
                assertThrows(ConfigException.class, inUse::again).getMessage());
        assertEquals(5, inUse.listeners().get(0).proxy().limits().maxConnections());
    }

    private static List<Duration> timeouts(FileInUse.Change change) {
        return change.listeners().stream()
                .map(options -> options.proxy().upstream().connectTimeout())
                .toList();
    }

    private FileInUse read(String... lines) throws IOException {
        return read(List.of(), lines);
    }

    private FileInUse read(List<String> arguments, String... lines) throws IOException {
        write(lines);
        CommandLine line = MysqlMonitor.configured(new CommandLine(
                CommandSpec.create().addMixin("options", CommandSpec.forAnnotatedObject(new RunOptions()))));
        Layers layers =
                new Layers(line.getCommandSpec(), line.parseArgs(arguments.toArray(String[]::new)), name -> null);
        return FileInUse.read(layers, file);
    }

    private void write(String... lines) throws IOException {
        Files.writeString(file, String.join("\n", lines) + "\n");
    }
}
