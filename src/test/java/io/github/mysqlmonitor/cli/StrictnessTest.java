package io.github.mysqlmonitor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.mysqlmonitor.config.ClientSslMode;
import io.github.mysqlmonitor.config.ConfigException;
import io.github.mysqlmonitor.config.LegModes;
import io.github.mysqlmonitor.config.ServerSslMode;
import io.github.mysqlmonitor.config.ValuePolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** {@code --strict}: what nobody named becomes strict, what somebody named is kept or refused. */
class StrictnessTest {
    @TempDir
    private Path directory;

    private final Map<String, String> environment = new HashMap<>();

    @Test
    void whatNobodyNamesBecomesStrict() throws IOException {
        RunOptions options = one("", "--strict");
        assertEquals(
                new LegModes(ClientSslMode.REQUIRED, ServerSslMode.VERIFY_IDENTITY),
                options.proxy().legs());
        assertEquals(ValuePolicy.MASK, options.log.values);
    }

    @Test
    void withoutItNothingChanges() throws IOException {
        RunOptions options = one("", "--values=show");
        assertEquals(LegModes.DEFAULT, options.proxy().legs());
        assertEquals(ValuePolicy.SHOW, options.log.values);
    }

    @ParameterizedTest
    @ValueSource(strings = {"VERIFY_IDENTITY", "VERIFY_PIN"})
    void anIdentityThatIsCheckedIsStrictEnough(String mode) throws IOException {
        RunOptions options = one(
                "",
                "--strict",
                "--client-ssl-mode=REQUIRED",
                "--server-ssl-mode=" + mode,
                "--values=mask",
                "--sink=json:-?secrets=off");
        assertEquals(mode, options.proxy().legs().server().name());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "--client-ssl-mode=PREFERRED; --client-ssl-mode PREFERRED: it needs REQUIRED",
                "--server-ssl-mode=VERIFY_CA; --server-ssl-mode VERIFY_CA: it needs VERIFY_IDENTITY or VERIFY_PIN",
                "--server-ssl-mode=required; --server-ssl-mode required: it needs VERIFY_IDENTITY or VERIFY_PIN",
                "--values=hash; --values hash: it needs mask",
                "--show-secrets; --show-secrets: leave it out",
                "--allow-local-identity; --allow-local-identity: leave it out",
                "--allow-cleartext-upstream; --allow-cleartext-upstream: leave it out",
                "--sink=json:-?secrets=on; --sink json:-?secrets=on: its secrets must be off",
            })
    void aWeakerOptionIsNamedInTheError(String option, String said) {
        ConfigException refused = assertThrows(ConfigException.class, () -> one("", "--strict", option));
        assertEquals("--strict does not allow " + said, refused.getMessage());
        assertEquals(2, refused.kind().exitCode());
    }

    @Test
    void aWeakerKeyInTheFileIsNamedWithItsLine() {
        ConfigException refused =
                assertThrows(ConfigException.class, () -> one("client-ssl-mode: PREFERRED", "--strict"));
        assertEquals(
                "--strict does not allow client-ssl-mode: PREFERRED (" + directory.resolve("m.yaml")
                        + ":2): it needs REQUIRED",
                refused.getMessage());
    }

    @Test
    void aSwitchThatIsOffIsNoWeakness() throws IOException {
        assertEquals(false, one("show-secrets: false", "--strict").log.showSecrets);
    }

    @Test
    void theFileCanSwitchItOn() {
        ConfigException refused = assertThrows(ConfigException.class, () -> one("strict: true", "--values=show"));
        assertEquals("--strict does not allow --values show: it needs mask", refused.getMessage());
    }

    @Test
    void aWeakerVariableIsNamed() {
        environment.put("MYSQL_MONITOR_VALUES", "show");
        ConfigException refused = assertThrows(ConfigException.class, () -> one("", "--strict"));
        assertEquals("--strict does not allow MYSQL_MONITOR_VALUES=show: it needs mask", refused.getMessage());
    }

    @Test
    void theVariableOfBrowsersForKeyLogsIsRefused() {
        environment.put("SSLKEYLOGFILE", "/tmp/keys");
        ConfigException refused = assertThrows(ConfigException.class, () -> one("", "--strict"));
        assertEquals("--strict does not allow the environment's SSLKEYLOGFILE: leave it out", refused.getMessage());
    }

    private RunOptions one(String line, String... arguments) throws IOException {
        Path file = directory.resolve("m.yaml");
        Files.writeString(file, "upstream: db.example.com\n" + line + "\n");
        CommandLine command = MysqlMonitor.configured(new CommandLine(
                CommandSpec.create().addMixin("options", CommandSpec.forAnnotatedObject(new RunOptions()))));
        String[] all = Stream.of(arguments).toArray(String[]::new);
        Layers layers = new Layers(command.getCommandSpec(), command.parseArgs(all), environment::get);
        List<RunOptions> listeners = layers.of(file);
        assertEquals(1, listeners.size());
        return listeners.get(0);
    }
}
