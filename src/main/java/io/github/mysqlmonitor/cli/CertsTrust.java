package io.github.mysqlmonitor.cli;

import io.github.mysqlmonitor.config.ConfigException;
import io.github.mysqlmonitor.config.Endpoint;
import io.github.mysqlmonitor.config.TransportConfig;
import io.github.mysqlmonitor.config.UpstreamConfig;
import io.github.mysqlmonitor.relay.Transport;
import io.github.mysqlmonitor.relay.UpstreamCertificates;
import io.github.mysqlmonitor.tls.CertificateFacts;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mysql-monitor certs trust}. */
@Command(
        name = "trust",
        description =
                "Show a server's certificate, and once you have said that it is the server's, how to pin its key.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:trusted", "2:not confirmed, not reachable, no TLS, or wrong usage"})
final class CertsTrust implements Callable<Integer> {
    private static final int NOT_TRUSTED = 2;

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "1", paramLabel = "HOST[:PORT]", description = "The server: HOST[:PORT] or unix:/path.")
    private String server;

    @Option(names = "--yes", description = "Trust it without being asked; needed where there is no terminal.")
    private boolean yes;

    @Option(names = "--write", paramLabel = "FILE", description = "Write the options into a new configuration file.")
    private Path file;

    @Option(
            names = "--connect-timeout",
            paramLabel = "TIME",
            defaultValue = "10s",
            converter = Durations.class,
            description = "How long the server may take to answer. Default: ${DEFAULT-VALUE}.")
    private Duration connectTimeout;

    /** Asks a question and gives the answer; empty where nobody is there to be asked. */
    private final Supplier<Optional<UnaryOperator<String>>> terminal;

    CertsTrust() {
        this(() -> Optional.ofNullable(System.console()).map(console -> question -> console.readLine("%s", question)));
    }

    CertsTrust(Supplier<Optional<UnaryOperator<String>>> terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        try {
            Endpoint endpoint = Endpoint.parse(server, "127.0.0.1", RunOptions.MYSQL_PORT);
            UpstreamConfig upstream = new UpstreamConfig(endpoint, Optional.empty(), connectTimeout, List.of(), false);
            UpstreamCertificates.Answer answer =
                    UpstreamCertificates.ask(upstream, Transport.choose(TransportConfig.Kind.AUTO));
            if (!answer.failure().isEmpty()) {
                err.println("upstream " + endpoint + ": " + answer.failure());
                return NOT_TRUSTED;
            }
            return trust(endpoint, answer, out, err);
        } catch (ConfigException wrong) {
            err.println(wrong.getMessage());
            return wrong.kind().exitCode();
        } finally {
            out.flush();
            err.flush();
        }
    }

    private int trust(Endpoint endpoint, UpstreamCertificates.Answer answer, PrintWriter out, PrintWriter err) {
        CheckReport report = new CheckReport(out);
        report.heading(endpoint + " (" + answer.server() + ") shows, over " + answer.tls());
        report.chain(answer.chain().subList(0, 1), Instant.now());
        report.heading("Nobody has verified it. On the server's host this prints its pin:");
        report.heading("  openssl x509 -in server-cert.pem -pubkey -noout | openssl pkey -pubin -outform DER"
                + " | openssl dgst -sha256");
        out.flush();
        if (!yes) {
            Optional<UnaryOperator<String>> operator = terminal.get();
            if (operator.isEmpty()) {
                err.println("not trusted: there is no terminal to ask on; --yes says that the pin is the server's");
                return NOT_TRUSTED;
            }
            String said = operator.get().apply("Is it the server's? (yes or no) ");
            if (said == null || !said.strip().equalsIgnoreCase("yes")) {
                err.println("not trusted");
                return NOT_TRUSTED;
            }
        }
        String pin = CertificateFacts.of(answer.chain().get(0)).pin();
        out.println("Options:");
        out.println("  --upstream " + endpoint + " --server-ssl-mode VERIFY_PIN --server-ssl-pin " + pin);
        String keys = "upstream: '" + endpoint + "'\nserver-ssl-mode: VERIFY_PIN\nserver-ssl-pin: " + pin + "\n";
        if (file == null) {
            out.println("In a configuration file:");
            out.print(keys.indent(2));
        } else {
            write(keys);
            out.println("wrote " + file);
        }
        return 0;
    }

    private void write(String keys) {
        try {
            Files.writeString(file, "version: 1\n" + keys, StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException e) {
            throw new ConfigException(
                    ConfigException.Kind.USAGE, file + " exists: name another file, or put the options into it", e);
        } catch (IOException e) {
            throw new ConfigException(ConfigException.Kind.USAGE, file + " cannot be written: " + e.getMessage(), e);
        }
    }
}
