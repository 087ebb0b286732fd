package io.github.mysqlmonitor.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The annotated configuration file, made of the options themselves, so that neither can say what the other does not. */
final class ConfigTemplate {
    private static final int WIDTH = 110;

    private ConfigTemplate() {}

    static String text() {
        CommandSpec spec = CommandSpec.create().addMixin("options", CommandSpec.forAnnotatedObject(new RunOptions()));
        StringBuilder text = new StringBuilder();
        paragraph(
                text,
                "Configuration of mysql-monitor. Every key is an option of the command line without its dashes; what is"
                        + " commented out shows the default, or an example where there is none. An option on the command"
                        + " line counts more than its environment variable, and that more than this file. Where an option"
                        + " may be given several times, its key may have a list. Sizes: 4KiB, 16MiB; times: 500ms, 10s,"
                        + " 5m.");
        text.append("\nversion: 1\n");
        Set<OptionSpec> perListener = Set.copyOf(RunOptions.perListener(spec));
        spec.argGroups().stream()
                .sorted(Comparator.comparingInt(ArgGroupSpec::order))
                .forEach(group -> group(text, group));
        text.append("\n# ---- Listeners\n\n");
        paragraph(
                text,
                "Several listeners, each with an upstream and certificates of its own. What stands above counts for all"
                        + " that do not say otherwise. In a listener there may be: "
                        + String.join(
                                ", ",
                                perListener.stream().map(Layers::name).sorted().toList()) + ".");
        text.append("""
                # listeners:
                #   - listen: 3307
                #     upstream: db1.example.com
                #   - listen: 0.0.0.0:3308
                #     upstream: db2.example.com
                #     cert: /etc/mysql-monitor/db2-cert.pem
                #     key: /etc/mysql-monitor/db2-key.pem
                """);
        return text.toString();
    }

    private static void group(StringBuilder text, ArgGroupSpec group) {
        text.append("\n# ---- ").append(group.heading().replace("%n", "")).append('\n');
        for (OptionSpec option : group.options()) {
            text.append('\n');
            paragraph(text, description(option));
            String value = option.defaultValue();
            boolean empty = value == null || value.isEmpty();
            text.append("# ").append(Layers.name(option)).append(':');
            if (option.arity().max() == 0) {
                text.append(" false");
            } else {
                text.append(' ').append(empty ? option.paramLabel() : value);
            }
            text.append('\n');
        }
    }

    /** Without the default, which stands below. */
    private static String description(OptionSpec option) {
        String text = String.join(" ", option.description());
        return text.replace(" Default: " + option.defaultValue() + ".", "").replace("%%", "%");
    }

    private static void paragraph(StringBuilder text, String sentence) {
        List<String> line = new ArrayList<>();
        int length = 0;
        for (String word : sentence.strip().split("\\s+")) {
            if (length + word.length() + 1 > WIDTH) {
                text.append("# ").append(String.join(" ", line)).append('\n');
                line.clear();
                length = 0;
            }
            line.add(word);
            length += word.length() + 1;
        }
        text.append("# ").append(String.join(" ", line)).append('\n');
    }
}
