package io.github.mysqlmonitor.cli;

import io.github.mysqlmonitor.config.ConfigException;
import io.github.mysqlmonitor.observe.DecodeCheck;
import io.github.mysqlmonitor.sink.capture.CaptureException;
import io.github.mysqlmonitor.sink.capture.CaptureReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mysql-monitor replay}: what the proxy would have shown of recorded sessions. */
@Command(
        name = "replay",
        description = {
            "Reads what --sink capture:FILE has recorded and shows it as the proxy does, with the times of the recording.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        usageHelpAutoWidth = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:all was read", "1:the recording is broken, or a packet was misread", "2:wrong usage"})
final class ReplayCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "FILE", description = "The recording.")
    private Path file;

    @Option(
            names = "--session",
            paramLabel = "N",
            split = ",",
            description = "Only sessions with these numbers; repeatable. Default: all.")
    private Set<Long> only = Set.of();

    @Option(
            names = "--verify",
            description = "Show nothing, but decode every packet, write it again from what was decoded, and compare.")
    private boolean verify;

    @ArgGroup(validate = false, heading = "%nSinks%n")
    private final LogOptions log = new LogOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        try (CaptureReader reader = open()) {
            return verify ? verify(reader) : show(reader);
        } catch (CaptureException broken) {
            return failed(file + ": " + broken.getMessage());
        } catch (IOException noSink) {
            return failed(noSink.getMessage());
        }
    }

    private int show(CaptureReader reader) throws IOException {
        try (SinksAtOnce sinks =
                new SinksAtOnce(log.open(Terminal.wantsColour()).sinks())) {
            Replay.to(sinks, log.observe(sinks.interests(), sinks.payloadBytes()), only)
                    .run(reader);
            return 0;
        }
    }

    private int verify(CaptureReader reader) throws IOException {
        DecodeCheck check = new DecodeCheck();
        Replay.to(check, only).run(reader);
        VerifyReport.print(check, spec.commandLine().getOut());
        return check.mismatched() == 0 ? 0 : 1;
    }

    private int failed(String message) {
        spec.commandLine().getErr().println("mysql-monitor: " + message);
        return 1;
    }

    private CaptureReader open() {
        try {
            return CaptureReader.open(file);
        } catch (IOException failed) {
            throw new ConfigException(ConfigException.Kind.USAGE, file + ": cannot be read: " + failed.getMessage());
        }
    }
}
