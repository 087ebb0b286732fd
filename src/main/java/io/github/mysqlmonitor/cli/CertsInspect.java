package io.github.mysqlmonitor.cli;

import io.github.mysqlmonitor.config.ConfigException;
import io.github.mysqlmonitor.tls.CertificateFacts;
import io.github.mysqlmonitor.tls.CertificateInspection;
import io.github.mysqlmonitor.tls.CertificateInspection.Finding;
import io.github.mysqlmonitor.tls.CertificateInspection.Inspected;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mysql-monitor certs inspect}. */
@Command(
        name = "inspect",
        description = "Show what is in PEM files, whether it belongs together, and what is wrong with it.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:usable, warnings or not", "2:wrong usage", "4:a file cannot be read, or TLS would fail"})
final class CertsInspect implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "PEM files: certificates, chains, keys.")
    private List<Path> files;

    @Option(
            names = "--key-password-file",
            paramLabel = "FILE",
            description = "File whose first line opens an encrypted key.")
    private Path keyPasswordFile;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try {
            Instant now = Instant.now();
            List<Inspected> inspected = CertificateInspection.of(files, Optional.ofNullable(keyPasswordFile), now);
            inspected.forEach(file -> print(file, now, out));
            boolean fatal =
                    inspected.stream().flatMap(file -> file.findings().stream()).anyMatch(Finding::fatal);
            return fatal ? ConfigException.Kind.TLS_MATERIAL.exitCode() : 0;
        } catch (ConfigException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return e.kind().exitCode();
        } finally {
            out.flush();
        }
    }

    private static void print(Inspected file, Instant now, PrintWriter out) {
        out.println(file.path());
        for (CertificateInspection.Certificate certificate : file.certificates()) {
            CertificateFacts facts = certificate.facts();
            out.println("  certificate  " + facts.subject());
            out.println("    issuer     " + facts.issuer()
                    + certificate.issuedBy().map(by -> " (" + by + ")").orElse(" (in none of these files)"));
            if (!facts.names().isEmpty()) {
                out.println("    names      " + String.join(", ", facts.names()));
            }
            out.println("    valid      " + facts.notBefore() + " to " + facts.notAfter() + " (" + facts.daysLeft(now)
                    + " days left)");
            out.println("    key        " + facts.key() + ", signed with " + facts.signature());
            out.println("    use        " + (facts.uses().isEmpty() ? "none of TLS" : String.join(", ", facts.uses())));
            out.println("    SHA-256    " + facts.fingerprintSha256());
            out.println("    pin        " + facts.pin());
        }
        file.keys().forEach(key -> out.println("  private key  " + key));
        file.findings()
                .forEach(finding ->
                        out.println("  " + (finding.fatal() ? "ERROR        " : "warning      ") + finding.text()));
    }
}
