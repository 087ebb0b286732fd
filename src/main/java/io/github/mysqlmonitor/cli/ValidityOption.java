package io.github.mysqlmonitor.cli;

import io.github.mysqlmonitor.config.ConfigException;
import java.time.Duration;
import picocli.CommandLine.Option;

/** How long certificates that are made are valid. */
final class ValidityOption {
    /** X.509 dates have four-digit years. */
    private static final int MAX_DAYS = 100_000;

    @Option(
            names = "--days",
            paramLabel = "DAYS",
            defaultValue = "824",
            description = "How long server and client certificate are valid (default: ${DEFAULT-VALUE}).")
    private int days;

    Duration lifetime() {
        if (days < 1 || days > MAX_DAYS) {
            throw new ConfigException(ConfigException.Kind.USAGE, "--days must be between 1 and " + MAX_DAYS);
        }
        return Duration.ofDays(days);
    }
}
