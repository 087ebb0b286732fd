package io.github.mysqlmonitor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Flag, environment, listener, top of the file, default: the first that says something counts. */
class LayersTest {
    @TempDir
    private Path directory;

    private final Map<String, String> environment = new HashMap<>();
    private Path file;

    @Test
    void theFileSaysWhatTheCommandLineDoesNot() throws IOException {
        write("upstream: db:3306", "connect-timeout: 3s", "drain-timeout: 20s", "max-connections: 7");
        RunOptions options = one("--drain-timeout=5s");
        assertEquals("db:3306", options.proxy().upstream().endpoint().toString());
        assertEquals(Duration.ofSeconds(3), options.proxy().upstream().connectTimeout());
        assertEquals(Duration.ofSeconds(5), options.proxy().drain().timeout(), "the flag counts");
        assertEquals(7, options.proxy().limits().maxConnections());
        assertEquals(Duration.ofSeconds(10), options.proxy().limits().handshakeTimeout(), "the default");
    }

    @Test
    void theEnvironmentCountsMoreThanTheFile() throws IOException {
        write("upstream: db:3306", "connect-timeout: 3s");
        environment.put("MYSQL_MONITOR_CONNECT_TIMEOUT", "4s");
        // What the file says is left out; the variable itself is read by picocli's default provider.
        assertEquals(Duration.ofSeconds(10), one().proxy().upstream().connectTimeout());
    }

    @Test
    void listsAndSwitchesAreAsOnTheCommandLine() throws IOException {
        write("upstream: db", "listen: [3307, '127.0.0.1:3308']", "sink:", "  - text:-", "  - 'null:'", "expand: true");
        RunOptions options = one();
        assertEquals(2, options.proxy().listen().size());
        assertEquals(List.of("text:-", "null:"), options.log.sinks);
        assertTrue(options.log.expand);
        assertEquals(List.of("json:-"), one("--sink=json:-").log.sinks, "a flag replaces the whole list");
        assertEquals(List.of("json:-", "null:"), one("--sink=json:-", "--sink=null:").log.sinks);
    }

    @Test
    void eachListenerHasItsOwnAndSharesTheRest() throws IOException {
        write(
                "version: 1",
                "connect-timeout: 3s",
                "listeners:",
                "  - listen: 3307",
                "    upstream: one",
                "  - listen: 3308",
                "    upstream: two",
                "    connect-timeout: 4s");
        List<RunOptions> both = layers().of(file);
        assertEquals("one:3306", both.get(0).proxy().upstream().endpoint().toString());
        assertEquals(Duration.ofSeconds(3), both.get(0).proxy().upstream().connectTimeout());
        assertEquals("two:3306", both.get(1).proxy().upstream().endpoint().toString());
        assertEquals(Duration.ofSeconds(4), both.get(1).proxy().upstream().connectTimeout());
        CommandLine.ParameterException ambiguous = assertThrows(
                CommandLine.ParameterException.class,
                () -> layers("--upstream=three").of(file));
        assertTrue(ambiguous.getMessage().contains("which of the 2 listeners"), ambiguous::getMessage);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "upsteam: db                        | :1:1: unknown key \"upsteam\"; did you mean upstream?",
                "listeners: [{lisen: 1}]            | :1:14: unknown key \"lisen\"; did you mean listen?",
                "listeners: [{drain-timeout: 1s}]   | :1:14: \"drain-timeout\" is for the whole process",
                "listeners: {}                      | :1:12: \"listeners\" must be a list",
                "upstream:                          | upstream has no value",
                "upstream: {a: b}                   | :1:11: upstream must be a single value",
                "version: 2                         | :1:10: version 2 is not known",
                "[1, 2]                             | :1:1: the file must consist of lines \"key: value\"",
                "config: other                      | :1:1: unknown key \"config\"",
                "connect-timeout: soon              | :1:1: Invalid value for option '--connect-timeout'",
                "'upstream: [a'                     | is no YAML"
            })
    void saysWhatIsWrongAndWhere(String yaml, String message) throws IOException {
        write(yaml);
        RuntimeException wrong = assertThrows(RuntimeException.class, this::one);
        assertTrue(
                wrong instanceof ConfigException || wrong instanceof CommandLine.ParameterException, wrong::toString);
        assertTrue(wrong.getMessage().contains(message), wrong::getMessage);
        assertTrue(wrong.getMessage().startsWith(file.toString()), wrong::getMessage);
    }

    @Test
    void aKeyThereTwiceIsAnError() throws IOException {
        write("upstream: a", "upstream: b");
        ConfigException wrong = assertThrows(ConfigException.class, this::one);
        assertTrue(wrong.getMessage().contains(":2:1: \"upstream\" is there twice"), wrong::getMessage);
    }

    @Test
    void aFileThatWasNamedMustExist() {
        file = directory.resolve("missing.yaml");
        ConfigException wrong = assertThrows(ConfigException.class, this::one);
        assertEquals(file + " does not exist", wrong.getMessage());
    }

    @Test
    void theUsualPlacesAreLookedAt() throws IOException {
        environment.put("XDG_CONFIG_HOME", directory.toString());
        assertEquals(Optional.empty(), layers().file(null).filter(path -> path.startsWith(directory)));
        Path usual = Files.createDirectory(directory.resolve("mysql-monitor")).resolve("mysql-monitor.yaml");
        Files.writeString(usual, "upstream: db\n");
        assertEquals(Optional.of(usual), layers().file(null));
    }

    private RunOptions one(String... arguments) {
        return layers(arguments).of(file).get(0);
    }

    private Layers layers(String... arguments) {
        CommandLine line = MysqlMonitor.configured(new CommandLine(
                CommandSpec.create().addMixin("options", CommandSpec.forAnnotatedObject(new RunOptions()))));
        return new Layers(line.getCommandSpec(), line.parseArgs(arguments), environment::get);
    }

    private void write(String... lines) throws IOException {
        file = directory.resolve("mysql-monitor.yaml");
        Files.writeString(file, String.join("\n", lines) + "\n");
    }
}
