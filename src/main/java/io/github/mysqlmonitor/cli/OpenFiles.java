package io.github.mysqlmonitor.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How many files and sockets this process may have open, and whether that is enough. The JVM has raised the limit as far
 * as it is allowed to, to the hard limit, before anything of ours runs.
 */
final class OpenFiles {
    private static final Path LIMITS = Path.of("/proc/self/limits");
    private static final String LINE = "Max open files";
    /** Client and server. */
    private static final int PER_SESSION = 2;
    /** Jars, event loops, listeners, sinks, and clients that are being refused. */
    static final int RESERVE = 128;

    private OpenFiles() {}

    /** The soft limit, if the kernel tells one. */
    static OptionalLong limit() {
        try {
            return limit(Files.readString(LIMITS, StandardCharsets.US_ASCII));
        } catch (IOException e) {
            return OptionalLong.empty(); // Another kernel than Linux: nothing is known, nothing is said.
        }
    }

    /** @param limits as in {@code /proc/PID/limits}: name, soft limit, hard limit, unit */
    static OptionalLong limit(String limits) {
        return limits.lines()
                .filter(line -> line.startsWith(LINE))
                .map(line -> line.substring(LINE.length()).strip().split("\\s+", 2)[0])
                .filter(soft -> soft.matches("\\d{1,18}"))
                .mapToLong(Long::parseLong)
                .findFirst();
    }

    /** One line if not all the sessions fit that are allowed. */
    static Optional<String> warning(long limit, int maxConnections) {
        long fit = Math.max(0, (limit - RESERVE) / PER_SESSION);
        if (fit >= maxConnections) {
            return Optional.empty();
        }
        long needed = (long) maxConnections * PER_SESSION + RESERVE;
        return Optional.of("open files are limited to " + limit + ": about " + fit + " sessions fit, not the "
                + maxConnections + " of --max-connections; raise the hard limit to " + needed
                + " (ulimit -n, LimitNOFILE of systemd, --ulimit nofile of Docker), or lower --max-connections");
    }
}
