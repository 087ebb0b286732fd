package io.github.mysqlmonitor.cli;

import io.github.mysqlmonitor.sink.text.PayloadMode;
import io.github.mysqlmonitor.sink.text.TextOptions;
import picocli.CommandLine.Option;

/** What the packet log on stdout shows. */
final class LogOptions {
    @Option(names = "--expand", description = "A line for each packet, also within long runs of rows.")
    boolean expand;

    @Option(
            names = "--payload",
            paramLabel = "none|text|hex",
            defaultValue = "none",
            description = "Adds each packet's bytes. Default: ${DEFAULT-VALUE}.")
    PayloadMode payload;

    @Option(
            names = "--max-payload",
            paramLabel = "SIZE",
            defaultValue = "4KiB",
            converter = ByteSizes.class,
            description = "At most so many bytes of each packet. Default: ${DEFAULT-VALUE}.")
    Integer maxPayload;

    @Option(
            names = "--show-secrets",
            description = "Passwords and authentication data in clear. Whoever reads the log can then log in.")
    boolean showSecrets;

    TextOptions textOptions(boolean colour) {
        return new TextOptions(colour, payload, showSecrets);
    }
}
