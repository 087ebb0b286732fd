package io.github.mysqlmonitor.cli;

import io.github.mysqlmonitor.config.ConfigException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
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
        usageHelpAutoWidth = true,
        sortOptions = false)
public final class MysqlMonitor implements Runnable {
    private static final String RUN = "run";
    /** Words that other commands are needed for, to run them or to list them. */
    private static final Set<String> COMMANDS = Set.of(RUN, "check", "certs", "replay", "help", "-h", "--help");

    @Mixin
    private RunOptions options;

    @Spec
    private CommandSpec spec;

    private int exitCode;

    /** @return the process exit code: 0 ok, 1 unexpected, 2 usage, 3 cannot bind, 4 TLS material */
    public static int execute(String[] args) {
        if (args.length == 2 && args[0].equals(ArchiveTraining.COMMAND)) {
            return new ArchiveTraining(Path.of(args[1])).call();
        }
        long commands = Arrays.stream(args).filter(COMMANDS::contains).count();
        // Reading the options of commands that nobody asked for would be a fifth of the start.
        if (commands == 1 && args[0].equals(RUN)) {
            CommandLine run = new CommandLine(new RunCommand()).setCommandName("mysql-monitor " + RUN);
            return execute(run, Arrays.copyOfRange(args, 1, args.length));
        }
        MysqlMonitor command = new MysqlMonitor();
        CommandLine line = new CommandLine(command);
        if (commands > 0 || args.length == 0 || !args[0].startsWith("-")) {
            line.addSubcommand(new RunCommand())
                    .addSubcommand(new CheckCommand())
                    .addSubcommand(new CertsCommand())
                    .addSubcommand(new ReplayCommand())
                    .addSubcommand(new CommandLine.HelpCommand());
        }
        int code = execute(line, args);
        return code == 0 ? command.exitCode : code;
    }

    private static int execute(CommandLine line, String[] args) {
        return configured(line)
                .setParameterExceptionHandler((wrong, arguments) -> usage(wrong))
                .setExecutionExceptionHandler((failure, at, parsed) -> report(failure, at))
                .execute(args);
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
        exitCode = options.run(spec.commandLine()).call();
    }
}
