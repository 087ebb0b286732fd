package io.github.mysqlmonitor.bench;

import java.nio.file.Path;
import java.util.List;

/** What the command line of the soak says. */
final class SoakOptions {
    private static final int SECONDS_PER_MINUTE = 60;

    Path project = Path.of(".");
    Path program;
    Path results;
    int sessions = 2000;
    int seconds = 600;
    int thinkMillis = 2000;
    String leakLevel = "advanced";
    /** Whether each row is an event, so that the blocked sink overflows also in a short run on a slow machine. */
    boolean expand;

    int serverPort;
    String user = "test";
    String password = "mysql-monitor-test";
    long seed = System.nanoTime();

    static SoakOptions parse(List<String> arguments) {
        SoakOptions options = new SoakOptions();
        if (arguments.contains("--short")) {
            options.makeShort(); // first: what else is said wins
        }
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            if (argument.equals("--short")) {
                continue;
            }
            if (equals < 0) {
                throw new Options.UsageException("unknown option " + argument + "; values follow an equals sign");
            }
            options.set(argument.substring(0, equals), argument.substring(equals + 1));
        }
        if (options.program == null) {
            options.program = options.project.resolve("scripts/mysql-monitor");
        }
        if (options.results == null) {
            options.results = options.project.resolve("target/soak");
        }
        return options;
    }

    private void makeShort() {
        sessions = 60;
        seconds = 20;
        thinkMillis = 20;
        expand = true;
        leakLevel = "paranoid";
    }

    private void set(String name, String value) {
        switch (name) {
            case "--project" -> project = Path.of(value);
            case "--program" -> program = Path.of(value);
            case "--results" -> results = Path.of(value);
            case "--sessions" -> sessions = number(name, value);
            case "--seconds" -> seconds = number(name, value);
            case "--minutes" -> seconds = number(name, value) * SECONDS_PER_MINUTE;
            case "--think" -> thinkMillis = number(name, value);
            case "--leak-level" -> leakLevel = value;
            case "--server-port" -> serverPort = number(name, value);
            case "--user" -> user = value;
            case "--password" -> password = value;
            case "--seed" -> seed = number(name, value);
            default -> throw new Options.UsageException("unknown option " + name);
        }
    }

    private static int number(String name, String value) {
        try {
            int number = Integer.parseInt(value);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new Options.UsageException(name + " needs a number, not " + value, e);
        }
        throw new Options.UsageException(name + " needs a number above 0, not " + value);
    }
}
