package io.github.mysqlmonitor.cli;

import io.github.mysqlmonitor.config.ConfigException;
import io.github.mysqlmonitor.tls.CertificateAuthority;
import io.github.mysqlmonitor.tls.CertificateSet;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mysql-monitor certs create}. */
@Command(
        name = "create",
        description = "Create a certificate authority, a server and a client certificate, as mysqld does.",
        footer = {
            "",
            "Writes ca.pem, ca-key.pem, server-cert.pem, server-key.pem, client-cert.pem and client-key.pem;"
                    + " keys are readable by their owner only. localhost, 127.0.0.1, ::1 and this host's name"
                    + " are always covered."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:written", "2:wrong usage, or a file exists", "4:a file cannot be written"})
final class CertsCreate implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            defaultValue = "certs",
            description = "Where the files go (default: ${DEFAULT-VALUE}).")
    private Path directory;

    @Option(
            names = "--names",
            paramLabel = "NAME",
            split = ",",
            description = "More host names and addresses of the proxy, separated by commas.")
    private List<String> names = List.of();

    @Mixin
    private ValidityOption validity;

    @Option(
            names = "--key",
            paramLabel = "TYPE",
            defaultValue = "rsa",
            description = "rsa (2048 bits) or ec (P-256, cheaper handshakes) (default: ${DEFAULT-VALUE}).")
    private String keyType;

    @Option(names = "--force", description = "Replace existing files. Clients must then trust the new ca.pem.")
    private boolean force;

    @Override
    public Integer call() {
        try {
            CertificateSet set = CertificateSet.create(directory, names, validity.lifetime(), keyType(), force);
            report(set, spec.commandLine().getOut());
            return 0;
        } catch (ConfigException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return e.kind().exitCode();
        }
    }

    private static void report(CertificateSet set, PrintWriter out) {
        for (Path file : set.files()) {
            out.println("wrote " + file);
        }
        Path directory = set.directory();
        out.println("CA SHA-256 fingerprint " + set.caFingerprintSha256());
        out.println();
        out.println("Start the proxy:   mysql-monitor --cert " + directory.resolve("server-cert.pem") + " --key "
                + directory.resolve("server-key.pem") + " …");
        out.println(
                "Clients verify it: mysql --ssl-mode=VERIFY_IDENTITY --ssl-ca=" + directory.resolve("ca.pem") + " …");
        out.println("Give ca.pem to the clients; keep ca-key.pem away from the proxy's host if you can.");
        out.flush();
    }

    private CertificateAuthority.KeyType keyType() {
        for (CertificateAuthority.KeyType type : CertificateAuthority.KeyType.values()) {
            if (type.name().equalsIgnoreCase(keyType)) {
                return type;
            }
        }
        throw new ConfigException(ConfigException.Kind.USAGE, "--key '" + keyType + "' is neither rsa nor ec");
    }
}
