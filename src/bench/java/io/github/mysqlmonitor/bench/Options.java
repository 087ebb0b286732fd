package io.github.mysqlmonitor.bench;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the command line asks for. {@code scripts/bench --help} explains it. */
final class Options {
    private static final List<String> WITH_VALUE = List.of(
            "--project",
            "--tools",
            "--rounds",
            "--seconds",
            "--warmup",
            "--idle",
            "--starts",
            "--bulk-size",
            "--results",
            "--only");

    Path project = Path.of(".");
    Path tools = Path.of(".");
    int rounds = 5;
    int seconds = 10;
    int warmup = 20;
    int idle = 5000;
    int starts = 5;
    long bulkBytes = 3L << 30;
    boolean quick;
    boolean publish;
    final List<String> only = new ArrayList<>();
    private Path results;
    private List<String> given = List.of();

    static Options parse(List<String> arguments) {
        Options options = new Options();
        options.given = List.copyOf(arguments);
        if (arguments.contains("--quick")) {
            options.makeQuick(); // first: what else is said wins
        }
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            int equals = argument.indexOf('=');
            String name = equals < 0 ? argument : argument.substring(0, equals);
            if (name.equals("--quick") || name.equals("--publish")) {
                options.publish |= name.equals("--publish");
                continue;
            }
            if (!WITH_VALUE.contains(name)) {
                throw new UsageException("unknown option " + name);
            }
            if (equals < 0 && ++i == arguments.size()) {
                throw new UsageException(name + " needs a value");
            }
            options.set(name, equals < 0 ? arguments.get(i) : argument.substring(equals + 1));
        }
        if (options.publish && (options.quick || !options.only.isEmpty())) {
            throw new UsageException("--publish is for complete runs: not with --quick or --only");
        }
        return options;
    }

    private void makeQuick() {
        quick = true;
        rounds = 1;
        seconds = 1;
        warmup = 1;
        idle = 20;
        starts = 1;
        bulkBytes = 32L << 20;
    }

    private void set(String name, String value) {
        switch (name) {
            case "--project" -> project = Path.of(value);
            case "--tools" -> tools = Path.of(value);
            case "--rounds" -> rounds = number(name, value);
            case "--seconds" -> seconds = number(name, value);
            case "--warmup" -> warmup = number(name, value);
            case "--idle" -> idle = number(name, value);
            case "--starts" -> starts = number(name, value);
            case "--bulk-size" -> bulkBytes = size(name, value);
            case "--results" -> results = Path.of(value);
            case "--only" -> only.addAll(List.of(value.split(",")));
            default -> throw new IllegalArgumentException(name);
        }
    }

    /** As somebody would type it to do the same again. */
    String commandLine() {
        return ("scripts/bench " + String.join(" ", given))
                .replaceAll(" --(project|tools|results)[= ]\\S+", "")
                .trim();
    }

    Path results() {
        if (results == null) {
            String time = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").format(LocalDateTime.now());
            results = project.resolve("target/bench/results").resolve(time);
        }
        return results.toAbsolutePath();
    }

    private static int number(String name, String value) {
        try {
            int number = Integer.parseInt(value);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new UsageException(name + " needs a number, not " + value, e);
        }
        throw new UsageException(name + " needs a number above 0, not " + value);
    }

    private static long size(String name, String value) {
        String text = value.toLowerCase(Locale.ROOT);
        int shift = 10 * ("kmg".indexOf(text.charAt(text.length() - 1)) + 1);
        return (long) number(name, shift == 0 ? text : text.substring(0, text.length() - 1)) << shift;
    }

    /** Wrong usage: one line for the user, exit code 2. */
    static final class UsageException extends RuntimeException {
        private static final long serialVersionUID = 1;

        UsageException(String message) {
            super(message);
        }

        UsageException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
