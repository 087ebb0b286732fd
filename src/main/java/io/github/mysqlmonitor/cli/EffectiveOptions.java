package io.github.mysqlmonitor.cli;

import io.github.mysqlmonitor.cli.Origins.Origin;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What counts after all layers, as a configuration file whose comments say where each value comes from. */
final class EffectiveOptions {
    private static final String LINE = "%-48s # %s%n";

    /** What a URI of somebody's sink may hold. */
    private static final Pattern SECRET_OPTION = Pattern.compile("(?i)([?&](?:password|passwd|token|secret)=)[^&]*");

    private static final Pattern SECRET_USER = Pattern.compile("(://[^/@:]*:)[^/@]*@");
    private static final Pattern NEEDS_QUOTES = Pattern.compile("^[\\[\\]{}&*!|>'\"%@`#?,-].*|.*: .*|.*:|.* #.*|");

    private EffectiveOptions() {}

    /** @param listeners the options of each, as they count */
    static void print(CommandSpec spec, List<RunOptions> listeners, PrintWriter out) {
        List<OptionSpec> ofOne = RunOptions.perListener(spec);
        boolean several = listeners.size() > 1;
        out.printf(LINE, "version: 1", "what counts");
        for (OptionSpec option : options(spec)) {
            if (!several || !ofOne.contains(option)) {
                print(option, listeners.get(0), "", out);
            }
        }
        if (several) {
            out.println("listeners:");
            for (RunOptions listener : listeners) {
                out.println("  -");
                ofOne.forEach(option -> print(option, listener, "    ", out));
            }
        }
    }

    private static List<OptionSpec> options(CommandSpec spec) {
        return spec.argGroups().stream()
                .sorted(Comparator.comparingInt(ArgGroupSpec::order))
                .flatMap(group -> group.options().stream())
                .toList();
    }

    private static void print(OptionSpec option, RunOptions options, String indent, PrintWriter out) {
        String name = Layers.name(option);
        Optional<Origin> origin = options.origins().of(name);
        String strict = options.process.strict ? Strictness.value(name) : null;
        boolean isSwitch = option.arity().max() == 0;
        if (origin.isPresent()) {
            List<String> values = isSwitch && origin.get().isOn()
                    ? List.of("true")
                    : origin.get().values();
            out.printf(LINE, indent + name + ": " + yaml(values), origin.get().place());
        } else if (strict != null) {
            out.printf(LINE, indent + name + ": " + strict, "--strict");
        } else if (isSwitch) {
            out.printf(LINE, indent + name + ": false", "default");
        } else if (option.defaultValue() == null || option.defaultValue().isEmpty()) {
            out.printf(LINE, indent + "# " + name + ":", "not set");
        } else {
            out.printf(LINE, indent + name + ": " + yaml(List.of(option.defaultValue())), "default");
        }
    }

    private static String yaml(List<String> values) {
        List<String> shown = values.stream().map(EffectiveOptions::masked).toList();
        return shown.size() == 1
                ? quoted(shown.get(0))
                : shown.stream().map(value -> "'" + value + "'").collect(Collectors.joining(", ", "[", "]"));
    }

    private static String quoted(String value) {
        return NEEDS_QUOTES.matcher(value).matches() ? "'" + value.replace("'", "''") + "'" : value;
    }

    static String masked(String value) {
        String options = SECRET_OPTION.matcher(value).replaceAll("$1***");
        return SECRET_USER.matcher(options).replaceAll("$1***@");
    }
}
