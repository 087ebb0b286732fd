package io.github.mysqlmonitor.cli;

import io.github.mysqlmonitor.cli.ConfigFile.Setting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Lays the configuration file beneath the command line: an option comes from the command line, else from its environment
 * variable, else from its listener's entry in the file, else from the top of the file, else it has its default.
 */
final class Layers {
    static final String FILE_NAME = "mysql-monitor.yaml";

    private static final Set<String> NOT_IN_FILES = Set.of("config", "help", "version", "connect", "print");

    private final CommandSpec spec;
    private final CommandLine.ParseResult given;
    private final UnaryOperator<String> environment;

    /** @param given what the command line says of the options in {@code spec} */
    Layers(CommandSpec spec, CommandLine.ParseResult given, UnaryOperator<String> environment) {
        this.spec = spec;
        this.given = given;
        this.environment = environment;
    }

    /** The file that was named, else the first of the usual places that exists. */
    Optional<Path> file(Path named) {
        if (named != null) {
            return Optional.of(named);
        }
        String config = environment.apply("XDG_CONFIG_HOME");
        Path home = config == null || config.isEmpty()
                ? Path.of(System.getProperty("user.home"), ".config")
                : Path.of(config);
        return Stream.of(
                        Path.of(FILE_NAME),
                        home.resolve("mysql-monitor").resolve(FILE_NAME),
                        Path.of("/etc/mysql-monitor").resolve(FILE_NAME))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    /** The options of each listener: one, unless the file names several. */
    List<RunOptions> of(Path file) {
        return FileInUse.read(this, file).listeners();
    }

    /** @throws io.github.mysqlmonitor.config.ConfigException for keys that no option has, and the like */
    ConfigFile read(Path file) {
        return ConfigFile.read(file, names(spec.options()), names(RunOptions.perListener(spec)));
    }

    /** What the file says for each listener. */
    List<Map<String, Setting>> settings(ConfigFile config) {
        if (config.listeners().isEmpty()) {
            return List.of(config.settings());
        }
        refuseAmbiguous(config, names(RunOptions.perListener(spec)));
        List<Map<String, Setting>> listeners = new ArrayList<>();
        for (Map<String, Setting> listener : config.listeners()) {
            Map<String, Setting> settings = new LinkedHashMap<>(config.settings());
            settings.putAll(listener);
            listeners.add(settings);
        }
        return listeners;
    }

    /** With several listeners nobody knows which one a flag means. */
    private void refuseAmbiguous(ConfigFile config, Set<String> perListener) {
        if (config.listeners().size() < 2) {
            return;
        }
        for (OptionSpec option : given.matchedOptions()) {
            if (perListener.contains(name(option)) && !NOT_IN_FILES.contains(name(option))) {
                throw new CommandLine.ParameterException(
                        spec.commandLine(),
                        option.longestName() + " does not say which of the "
                                + config.listeners().size() + " listeners in " + config.path()
                                + " it is for: put it there");
            }
        }
    }

    /** @param file where the settings stand */
    RunOptions parse(Map<String, Setting> settings, Path file) {
        RunOptions options = new RunOptions();
        CommandLine line = MysqlMonitor.configured(
                new CommandLine(CommandSpec.create().addMixin("options", CommandSpec.forAnnotatedObject(options))));
        List<String> arguments = new ArrayList<>();
        settings.values().stream()
                .filter(this::counts)
                .forEach(setting ->
                        setting.values().forEach(value -> arguments.add("--" + setting.key() + "=" + value)));
        // The set: the list names an option once for each time that it was given, and each has all values.
        // Those of a command that takes these options among others are not for here.
        given.matchedOptionsSet().stream()
                .filter(option -> line.getCommandSpec().findOption(option.longestName()) != null)
                .forEach(option -> option.originalStringValues()
                        .forEach(value -> arguments.add(option.longestName() + "=" + value)));
        try {
            line.parseArgs(arguments.toArray(String[]::new));
        } catch (CommandLine.ParameterException e) {
            String where = Optional.ofNullable(e.getArgSpec())
                    .filter(OptionSpec.class::isInstance)
                    .map(option -> settings.get(name((OptionSpec) option)))
                    .filter(this::counts)
                    .map(setting -> setting.at(file))
                    .orElse("");
            throw new CommandLine.ParameterException(spec.commandLine(), where + e.getMessage(), e);
        }
        return options.from(Origins.of(spec, given, environment, settings, file), environment);
    }

    /** Of the options without a file. */
    Origins origins() {
        return Origins.of(spec, given, environment, Map.of(), Path.of(FILE_NAME));
    }

    /** Whether the file's word is the one that counts. */
    private boolean counts(Setting setting) {
        String option = "--" + setting.key();
        return !given.hasMatchedOption(option) && environment.apply(EnvironmentDefaults.variable(option)) == null;
    }

    private static Set<String> names(List<OptionSpec> options) {
        Set<String> names = new LinkedHashSet<>();
        options.stream()
                .map(Layers::name)
                .filter(name -> !NOT_IN_FILES.contains(name))
                .forEach(names::add);
        return names;
    }

    static String name(OptionSpec option) {
        return option.longestName().replaceFirst("^--", "");
    }
}
