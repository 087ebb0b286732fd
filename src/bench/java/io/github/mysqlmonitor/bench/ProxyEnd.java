package io.github.mysqlmonitor.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the proxy said when it stopped. */
final class ProxyEnd {
    private static final Pattern RELAYED =
            Pattern.compile("relayed sessions=(\\d+) commands=(\\d+) clientBytes=(\\d+) serverBytes=(\\d+)");
    private static final Pattern CUT_OFF = Pattern.compile("sessions cut off: (\\d+)");
    private static final String WRITTEN = ": (\\d+) events written \\(commands: (\\d+)\\)";
    private static final String DROPPED =
            ": (\\d+) events written, (\\d+) dropped .* \\(commands: (\\d+) and (\\d+)\\)";
    private static final int LINES_SHOWN = 5;

    private final List<String> lines;

    ProxyEnd(Path log) throws IOException {
        lines = Files.readAllLines(log);
    }

    /**
     * What became of the events for one sink.
     *
     * @param events all that were written
     * @param lost all that were dropped
     * @param commands those of the written that tell of a command
     * @param lostCommands those of the dropped that tell of a command
     */
    record Sink(long events, long lost, long commands, long lostCommands) {}

    Sink sink(String target) throws IOException {
        for (String line : lines) {
            Matcher dropped = Pattern.compile(Pattern.quote(target) + DROPPED).matcher(line);
            if (dropped.find()) {
                return new Sink(number(dropped, 1), number(dropped, 2), number(dropped, 3), number(dropped, 4));
            }
            Matcher written = Pattern.compile(Pattern.quote(target) + WRITTEN).matcher(line);
            if (written.find()) {
                return new Sink(number(written, 1), 0, number(written, 2), 0);
            }
        }
        throw new IOException("the proxy did not say what became of the events for " + target);
    }

    long sessions() throws IOException {
        return number(find(RELAYED), 1);
    }

    long commands() throws IOException {
        return number(find(RELAYED), 2);
    }

    long bytes() throws IOException {
        Matcher relayed = find(RELAYED);
        return number(relayed, 3) + number(relayed, 4);
    }

    long cutOff() throws IOException {
        return number(find(CUT_OFF), 1);
    }

    /** Lines that there must not be: leaks, failures of the proxy's own, out of memory. */
    List<String> alarms() {
        return lines.stream()
                .filter(line -> line.contains("LEAK") || line.contains("ERROR") || line.contains("OutOfMemory"))
                .limit(LINES_SHOWN)
                .toList();
    }

    private Matcher find(Pattern pattern) throws IOException {
        for (String line : lines) {
            Matcher matcher = pattern.matcher(line);
            if (matcher.find()) {
                return matcher;
            }
        }
        throw new IOException("the proxy did not say " + pattern);
    }

    private static long number(Matcher matcher, int group) {
        return Long.parseLong(matcher.group(group));
    }
}
