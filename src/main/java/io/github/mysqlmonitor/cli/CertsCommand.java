package io.github.mysqlmonitor.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mysql-monitor certs}: certificates without OpenSSL at hand. */
@Command(
        name = "certs",
        description = "Make, renew and look at certificates for the proxy and its clients, and pin those of servers.",
        subcommands = {CertsCreate.class, CertsInspect.class, CertsRenew.class, CertsTrust.class},
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true)
public final class CertsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(), "Missing sub-command: certs create, certs inspect, certs renew or certs trust");
    }
}
