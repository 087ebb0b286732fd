package io.github.mysqlmonitor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code config/mysql-monitor.yaml} is made of the options; {@code -Dgolden.update=true} writes it anew. */
class ConfigTemplateTest {
    private static final Path FILE = Path.of("config/mysql-monitor.yaml");

    @TempDir
    private Path directory;

    @Test
    void theFileInTheDistributionIsUpToDate() throws IOException {
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(FILE, ConfigTemplate.text());
        }
        assertEquals(ConfigTemplate.text(), Files.readString(FILE));
    }

    @Test
    void everyOptionIsInIt() {
        CommandSpec spec = CommandSpec.create().addMixin("options", CommandSpec.forAnnotatedObject(new RunOptions()));
        for (OptionSpec option : spec.options()) {
            if (!option.longestName().equals("--config")) {
                assertTrue(ConfigTemplate.text().contains("\n# " + Layers.name(option) + ": "), option::longestName);
            }
        }
    }

    @Test
    void itsDefaultsAreTakenWhenTheirCommentMarksGo() throws IOException {
        // A value in capitals is an example of what is to be put there.
        String text = Pattern.compile("(?m)^# ([a-z-]+: [^A-Z\\n]*)$")
                .matcher(ConfigTemplate.text())
                .replaceAll("$1");
        assertFalse(text.contains("\n# connect-timeout"), text);
        Path file = Files.writeString(directory.resolve("all.yaml"), text + "upstream: db\n");
        CommandLine line = MysqlMonitor.configured(new CommandLine(
                CommandSpec.create().addMixin("options", CommandSpec.forAnnotatedObject(new RunOptions()))));
        Layers layers = new Layers(line.getCommandSpec(), line.parseArgs(), name -> null);
        List<RunOptions> options = layers.of(file);
        assertEquals("db:3306", options.get(0).proxy().upstream().endpoint().toString());
    }
}
