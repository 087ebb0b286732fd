package io.github.mysqlmonitor.cli;

import io.github.mysqlmonitor.config.ConfigException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command line: without a sub-command it runs the proxy. */
@Command(
        name = "mysql-monitor",
        description = {
            "Stands between MySQL or MariaDB clients and their server, turns TLS on on both legs, and shows every packet"
                    + " decrypted.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {RunCommand.class, CertsCommand.class, ReplayCommand.class, CommandLine.HelpCommand.class},
        usageHelpAutoWidth = true,
        sortOptions = false)
public final class MysqlMonitor implements Runnable {
    @Mixin
    private RunOptions options;

    @Spec
    private CommandSpec spec;

    private int exitCode;

    /** @return the process exit code: 0 ok, 1 unexpected, 2 usage, 3 cannot bind, 4 TLS material */
    public static int execute(String[] args) {
        MysqlMonitor command = new MysqlMonitor();
        CommandLine line = configured(new CommandLine(command))
                .setParameterExceptionHandler((wrong, arguments) -> usage(wrong))
                .setExecutionExceptionHandler((failure, at, parsed) -> report(failure, at));
        int code = line.execute(args);
        return code == 0 ? command.exitCode : code;
    }

    /** How options are read, wherever they come from. */
    static CommandLine configured(CommandLine line) {
        return line.setDefaultValueProvider(new EnvironmentDefaults(System::getenv))
                .setCaseInsensitiveEnumValuesAllowed(true);
    }

    private static int usage(CommandLine.ParameterException wrong) {
        PrintWriter err = wrong.getCommandLine().getErr();
        String program = wrong.getCommandLine().getCommandSpec().qualifiedName();
        err.println("mysql-monitor: " + wrong.getMessage() + " (try '" + program + " --help')");
        CommandLine.UnmatchedArgumentException.printSuggestions(wrong, err);
        err.flush();
        return CommandLine.ExitCode.USAGE;
    }

    private static int report(Exception failure, CommandLine line) throws Exception {
        if (failure instanceof ConfigException wrong) {
            PrintWriter err = line.getErr();
            err.println("mysql-monitor: " + wrong.getMessage());
            err.flush();
            return wrong.kind().exitCode();
        }
        throw failure;
    }

    @Override
    public void run() {
        exitCode = new Run(options.layered(spec.commandLine())).call();
    }
}
