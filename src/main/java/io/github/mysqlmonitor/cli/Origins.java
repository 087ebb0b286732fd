package io.github.mysqlmonitor.cli;

import io.github.mysqlmonitor.cli.ConfigFile.Setting;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Where the values of options are from, by the options' names without dashes; those that are not in it have their defaults. */
record Origins(Map<String, Origin> named) {
    static final Origins NONE = new Origins(Map.of());

    Origins {
        named = Map.copyOf(named);
    }

    /** A layer that has named an option. */
    enum Layer {
        COMMAND_LINE,
        ENVIRONMENT,
        FILE
    }

    /**
     * Who has named an option.
     *
     * @param place for people: {@code command line}, a variable, or {@code FILE:LINE}
     * @param values as they stand there; a switch that is on may have none
     */
    record Origin(Layer layer, String place, String option, List<String> values) {
        Origin {
            values = List.copyOf(values);
        }

        String text() {
            return String.join(",", values);
        }

        /** The words by which it was named, for messages. */
        String words() {
            return switch (layer) {
                case COMMAND_LINE -> "--" + option + (isOn() ? "" : " " + text());
                case ENVIRONMENT -> place + "=" + text();
                case FILE -> option + ": " + text() + " (" + place + ")";
            };
        }

        boolean isOn() {
            return values.isEmpty() || values.equals(List.of("")) || values.equals(List.of("true"));
        }
    }

    /** @param settings of the file, with those of the listener */
    static Origins of(
            CommandSpec spec,
            ParseResult given,
            UnaryOperator<String> environment,
            Map<String, Setting> settings,
            Path file) {
        Map<String, Origin> named = new LinkedHashMap<>();
        for (OptionSpec option : spec.options()) {
            String name = Layers.name(option);
            String variable = EnvironmentDefaults.variable(option.longestName());
            String value = environment.apply(variable);
            Setting setting = settings.get(name);
            if (given.hasMatchedOption(option.longestName())) {
                List<String> values = given.matchedOption(option.longestName()).originalStringValues();
                named.put(name, new Origin(Layer.COMMAND_LINE, "command line", name, values));
            } else if (value != null) {
                named.put(name, new Origin(Layer.ENVIRONMENT, variable, name, List.of(value)));
            } else if (setting != null) {
                named.put(name, new Origin(Layer.FILE, file + ":" + setting.line(), name, setting.values()));
            }
        }
        return new Origins(named);
    }

    Optional<Origin> of(String name) {
        return Optional.ofNullable(named.get(name));
    }
}
