package io.github.mysqlmonitor.cli;

import io.github.mysqlmonitor.config.ConfigException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mysql-monitor check}: what a start with the same options would find, without one. */
@Command(
        name = "check",
        description =
                "Checks options, configuration file, keys and certificates, and with --connect the upstream's TLS.",
        footer = {
            "",
            "Takes the options of the proxy itself. A certificate of the proxy's own is made in the state directory, as at"
                    + " the start. Nothing is listened on and no sink is opened."
        },
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:usable, warnings or not", "2:wrong, or the upstream's TLS would fail"})
final class CheckCommand implements Callable<Integer> {
    private static final int WRONG = 2;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--connect",
            description = "Connect to the upstream, show its certificates and ours, and say what each side concludes.")
    private boolean connect;

    @Option(
            names = "--print",
            description = "Print what counts as a configuration file, with where each value comes from.")
    private boolean print;

    @Mixin
    private RunOptions options;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        CheckReport report = new CheckReport(out);
        try {
            List<RunOptions> listeners = options.run(spec.commandLine()).listeners();
            if (print) {
                EffectiveOptions.print(spec, listeners, out);
            }
            sinks(listeners.get(0), report);
            for (RunOptions listener : listeners) {
                new ListenerCheck(listener, report).run(connect);
            }
        } catch (ConfigException wrong) {
            report.error("options", wrong.getMessage());
        }
        out.flush();
        return report.failed() ? WRONG : 0;
    }

    private static void sinks(RunOptions process, CheckReport report) {
        try {
            process.log.check().forEach(spec -> report.ok("sink", spec.toString()));
        } catch (ConfigException wrong) {
            report.error("sink", wrong.getMessage());
        }
    }
}
