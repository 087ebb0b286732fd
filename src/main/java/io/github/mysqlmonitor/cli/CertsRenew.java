package io.github.mysqlmonitor.cli;

import io.github.mysqlmonitor.config.ConfigException;
import io.github.mysqlmonitor.tls.CertificateRenewal;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mysql-monitor certs renew}. */
@Command(
        name = "renew",
        description = "Issue the server and client certificate anew, for the same keys and by the same authority.",
        footer = {
            "",
            "Works on what 'certs create' wrote. Names of the present server certificate stay. A running proxy that was"
                    + " started with these files takes them up by itself; sessions that are open go on."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:written", "2:wrong usage", "4:a file is missing, or cannot be used or written"})
final class CertsRenew implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            defaultValue = "certs",
            description = "Where the files are (default: ${DEFAULT-VALUE}).")
    private Path directory;

    @Option(
            names = "--names",
            paramLabel = "NAME",
            split = ",",
            description = "Host names and addresses to add, separated by commas.")
    private List<String> names = List.of();

    @Mixin
    private ValidityOption validity;

    @Override
    public Integer call() {
        try {
            List<Path> written = CertificateRenewal.renew(directory, names, validity.lifetime(), Instant.now());
            PrintWriter out = spec.commandLine().getOut();
            written.forEach(file -> out.println("wrote " + file));
            out.flush();
            return 0;
        } catch (ConfigException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return e.kind().exitCode();
        }
    }
}
