package io.github.mysqlmonitor.cli;

import java.util.Locale;
import java.util.function.UnaryOperator;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** An option that is not given is read from {@code MYSQL_MONITOR_<OPTION>}, dashes as underscores. */
final class EnvironmentDefaults implements IDefaultValueProvider {
    private final UnaryOperator<String> environment;

    EnvironmentDefaults(UnaryOperator<String> environment) {
        this.environment = environment;
    }

    @Override
    public String defaultValue(ArgSpec argument) {
        if (argument instanceof OptionSpec option && !option.usageHelp() && !option.versionHelp()) {
            String value = environment.apply(variable(option.longestName()));
            return value == null ? option.defaultValue() : value;
        }
        return argument.defaultValue();
    }

    static String variable(String option) {
        return "MYSQL_MONITOR_"
                + option.replaceFirst("^--?", "").replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
