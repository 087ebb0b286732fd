package io.github.mysqlmonitor.cli;

import io.github.mysqlmonitor.config.Endpoint;
import io.github.mysqlmonitor.config.LocalIdentity;
import io.github.mysqlmonitor.config.ProxyConfig;
import io.github.mysqlmonitor.config.ProxyProtocol;
import io.github.mysqlmonitor.config.SessionLimits;
import io.github.mysqlmonitor.config.TlsConfig;
import io.github.mysqlmonitor.config.UpstreamConfig;
import io.github.mysqlmonitor.tls.KeyLog;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** The options of the proxy itself, and what they make of the configuration records. */
final class RunOptions {
    static final int MYSQL_PORT = 3306;
    private static final int DNS_PORT = 53;

    private static final String LISTENER = "%nListener%n";
    private static final String UPSTREAM = "%nUpstream%n";
    private static final String TLS = "%nTLS%n";

    /** Options of these groups that are nevertheless for the whole process. */
    private static final Set<String> NEVER_PER_LISTENER = Set.of(
            "--max-connections", "--max-handshakes", "--max-handshakes-per-client", "--state-dir", "--tls-keylog");

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description =
                    "Configuration in YAML: the names of these options as keys, and several listeners. Default: the"
                            + " first of ./mysql-monitor.yaml, $XDG_CONFIG_HOME/mysql-monitor/mysql-monitor.yaml and"
                            + " /etc/mysql-monitor/mysql-monitor.yaml that exists.")
    private Path config;

    @ArgGroup(validate = false, heading = LISTENER, order = 1)
    final ListenerOptions listener = new ListenerOptions();

    @ArgGroup(validate = false, heading = UPSTREAM, order = 2)
    private final UpstreamOptions server = new UpstreamOptions();

    @ArgGroup(validate = false, heading = TLS, order = 3)
    final TlsOptions tls = new TlsOptions();

    @ArgGroup(validate = false, heading = "%nPasswords%n", order = 4)
    final PasswordOptions passwords = new PasswordOptions();

    @ArgGroup(validate = false, heading = "%nSinks%n", order = 5)
    final LogOptions log = new LogOptions();

    @ArgGroup(validate = false, heading = "%nProcess%n", order = 6)
    final ProcessOptions process = new ProcessOptions();

    static final class UpstreamOptions {
        @Option(
                names = "--upstream",
                paramLabel = "ADDRESS",
                description = "The server: HOST[:PORT] or unix:/path. Required.")
        private String upstream;

        @Option(
                names = "--upstream-bind",
                paramLabel = "ADDRESS",
                description = "Local address to connect from. Default: chosen by the kernel.")
        private String upstreamBind;

        @Option(
                names = "--connect-timeout",
                paramLabel = "TIME",
                defaultValue = "10s",
                converter = Durations.class,
                description = "From resolving the name to the server's greeting, all addresses included. Default:"
                        + " ${DEFAULT-VALUE}.")
        private Duration connectTimeout;

        @Option(
                names = "--dns-server",
                paramLabel = "HOST[:PORT]",
                split = ",",
                description = "DNS servers to ask instead of the system's.")
        private List<String> dnsServers = List.of();

        @Option(
                names = "--inject-attributes",
                description = "Tell the server who the client is: connection attributes _client_ip, _client_port,"
                        + " _client_tls and _monitor_session in performance_schema.session_connect_attrs.")
        private boolean injectAttributes;

        @Option(
                names = "--abandoned-login",
                paramLabel = "on|off",
                defaultValue = "on",
                description = "Finish a login that its client never sent as a refused one, so that the server does not"
                        + " block the proxy's address (1129). Default: ${DEFAULT-VALUE}.")
        private OnOff abandonedLogin;

        @Option(
                names = "--proxy-protocol-to",
                paramLabel = "V1|V2",
                description = "Begin each connection to the server with a PROXY header that tells the client's address."
                        + " The server must expect it (MariaDB, Percona: proxy_protocol_networks).")
        private ProxyProtocol proxyProtocolTo;
    }

    /** Those that several listeners of one process may have different values for. */
    static List<OptionSpec> perListener(CommandSpec spec) {
        return spec.argGroups().stream()
                .filter(group -> Set.of(LISTENER, UPSTREAM, TLS).contains(group.heading()))
                .flatMap(group -> group.options().stream())
                .filter(option -> !NEVER_PER_LISTENER.contains(option.longestName()))
                .toList();
    }

    /** Where their values are from; none before {@link #run}. */
    private Origins origins = Origins.NONE;

    Origins origins() {
        return origins;
    }

    /** As they come out of one layer or several. */
    RunOptions from(Origins whence, UnaryOperator<String> environment) {
        origins = whence;
        if (process.strict) {
            Strictness.apply(this, whence, environment);
        }
        return this;
    }

    /**
     * What to run: the options with the configuration file laid beneath them, for each listener.
     *
     * @throws CommandLine.ParameterException if it is not said which server to connect to
     */
    Run run(CommandLine line) {
        Layers layers = new Layers(line.getCommandSpec(), line.getParseResult(), System::getenv);
        Optional<FileInUse> file = layers.file(config).map(path -> FileInUse.read(layers, path));
        // Without a file there is nothing to lay beneath: the start need not parse twice.
        List<RunOptions> listeners =
                file.map(FileInUse::listeners).orElseGet(() -> List.of(from(layers.origins(), System::getenv)));
        for (RunOptions options : listeners) {
            if (!options.hasUpstream()) {
                throw new CommandLine.ParameterException(
                        line,
                        "--upstream is missing"
                                + file.map(used -> ", and no upstream in " + used.path())
                                        .orElse("")
                                + ": say which server to connect to, for instance"
                                + " mysql-monitor --upstream db.example.com:3306");
            }
        }
        return new Run(listeners, file);
    }

    /** Without one there is nothing to be made of the options. */
    boolean hasUpstream() {
        return server.upstream != null;
    }

    boolean verbose() {
        return process.verbose();
    }

    ProxyConfig proxy() {
        List<InetSocketAddress> dns = server.dnsServers.stream()
                .map(text -> (Endpoint.Tcp) Endpoint.parse(text, "127.0.0.1", DNS_PORT))
                .map(tcp -> new InetSocketAddress(tcp.host(), tcp.port()))
                .toList();
        UpstreamConfig upstreamConfig = new UpstreamConfig(
                upstreamAddress(),
                Optional.ofNullable(server.upstreamBind),
                server.connectTimeout,
                dns,
                server.injectAttributes,
                Optional.ofNullable(server.proxyProtocolTo));
        SessionLimits limits = new SessionLimits(
                listener.maxConnections(),
                listener.maxHandshakes(),
                listener.maxHandshakesPerClient(),
                tls.handshakeTimeout(),
                process.tcpUserTimeout(),
                server.abandonedLogin == OnOff.ON);
        return new ProxyConfig(
                listener.endpoints(),
                listener.door(),
                upstreamConfig,
                tls.legs(listener.allowLocalIdentity),
                limits,
                process.drain(),
                process.transport());
    }

    /**
     * What the operator should know about clients of other hosts.
     *
     * @throws io.github.mysqlmonitor.config.ConfigException if they would be local ones for the server
     */
    Optional<String> localIdentity() {
        ProxyConfig proxy = proxy();
        return LocalIdentity.check(
                proxy.listen(), proxy.upstream().endpoint(), listener.allowLocalIdentity, process.strict);
    }

    TlsConfig tls() {
        return tls.config(upstreamAddress());
    }

    /** Where numbers and health are told, if anywhere. */
    Optional<Endpoint.Tcp> admin() {
        return process.admin();
    }

    /** The same for the whole process. */
    Optional<KeyLog> openKeyLog() {
        return tls.openKeyLog(System::getenv);
    }

    private Endpoint upstreamAddress() {
        return Endpoint.parse(server.upstream, "127.0.0.1", MYSQL_PORT);
    }
}
