package io.github.mysqlmonitor.cli;

import io.github.mysqlmonitor.config.ClientSslMode;
import io.github.mysqlmonitor.config.DrainConfig;
import io.github.mysqlmonitor.config.Endpoint;
import io.github.mysqlmonitor.config.LegModes;
import io.github.mysqlmonitor.config.ProxyConfig;
import io.github.mysqlmonitor.config.ServerSslMode;
import io.github.mysqlmonitor.config.SessionLimits;
import io.github.mysqlmonitor.config.TlsConfig;
import io.github.mysqlmonitor.config.TlsEngine;
import io.github.mysqlmonitor.config.TransportConfig;
import io.github.mysqlmonitor.config.UpstreamConfig;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options of the proxy itself, and what they make of the configuration records. */
final class RunOptions {
    static final int MYSQL_PORT = 3306;
    private static final int DNS_PORT = 53;

    @ArgGroup(validate = false, heading = "%nListener%n", order = 1)
    private final ListenerOptions listener = new ListenerOptions();

    @ArgGroup(validate = false, heading = "%nUpstream%n", order = 2)
    private final UpstreamOptions server = new UpstreamOptions();

    @ArgGroup(validate = false, heading = "%nTLS%n", order = 3)
    private final TlsOptions tls = new TlsOptions();

    @ArgGroup(validate = false, heading = "%nPasswords%n", order = 4)
    final PasswordOptions passwords = new PasswordOptions();

    @ArgGroup(validate = false, heading = "%nSinks%n", order = 5)
    final LogOptions log = new LogOptions();

    @ArgGroup(validate = false, heading = "%nProcess%n", order = 6)
    private final ProcessOptions process = new ProcessOptions();

    static final class ListenerOptions {
        @Option(
                names = "--listen",
                paramLabel = "ADDRESS",
                defaultValue = "3307",
                split = ",",
                description =
                        "PORT, HOST:PORT, [IPV6]:PORT, *:PORT or unix:/path; repeatable. Loopback unless a host is"
                                + " given. Default: ${DEFAULT-VALUE}.")
        private List<String> listen;

        @Option(
                names = "--max-connections",
                paramLabel = "N",
                defaultValue = "10000",
                description = "Sessions at a time; clients above it get ERR 1040. Default: ${DEFAULT-VALUE}.")
        private int maxConnections;
    }

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
                names = "--abandoned-login",
                paramLabel = "on|off",
                defaultValue = "on",
                description = "Finish a login that its client never sent as a refused one, so that the server does not"
                        + " block the proxy's address (1129). Default: ${DEFAULT-VALUE}.")
        private OnOff abandonedLogin;
    }

    static final class TlsOptions {
        @Option(
                names = "--client-ssl-mode",
                paramLabel = "MODE",
                defaultValue = "PREFERRED",
                description = "TLS with clients: DISABLED, PREFERRED, REQUIRED (a plain TCP client gets ERR 3159), or"
                        + " PASSTHROUGH (the client's TLS reaches the server undecoded). Default: ${DEFAULT-VALUE}.")
        private ClientSslMode clientMode;

        @Option(
                names = "--server-ssl-mode",
                paramLabel = "MODE",
                defaultValue = "AS_CLIENT",
                description = "TLS with the server: AS_CLIENT, DISABLED, PREFERRED, REQUIRED, VERIFY_CA,"
                        + " VERIFY_IDENTITY or VERIFY_PIN. Default: ${DEFAULT-VALUE}.")
        private ServerSslMode serverMode;

        @Option(
                names = "--cert",
                paramLabel = "FILE",
                description =
                        "Certificate for clients, PEM, intermediates may follow. Default: one is made in the state"
                                + " directory.")
        private Path cert;

        @Option(names = "--key", paramLabel = "FILE", description = "Its private key, PEM.")
        private Path key;

        @Option(
                names = "--key-password-file",
                paramLabel = "FILE",
                description = "File whose first line opens an encrypted key.")
        private Path keyPasswordFile;

        @Option(
                names = "--tls-engine",
                paramLabel = "auto|boringssl|jdk",
                defaultValue = "auto",
                description = "auto takes BoringSSL, and the JDK's engine where BoringSSL does not work. Default:"
                        + " ${DEFAULT-VALUE}.")
        private TlsEngine engine;

        @Option(
                names = "--handshake-timeout",
                paramLabel = "TIME",
                defaultValue = "10s",
                converter = Durations.class,
                description =
                        "For the TLS handshake of each leg; a login may take as long as the server allows. Default:"
                                + " ${DEFAULT-VALUE}.")
        private Duration handshakeTimeout;

        @Option(
                names = "--state-dir",
                paramLabel = "DIR",
                description = "Where generated certificates are kept. Default: $XDG_STATE_HOME/mysql-monitor or"
                        + " ~/.local/state/mysql-monitor.")
        private Path stateDirectory;
    }

    static final class ProcessOptions {
        @Option(
                names = "--drain-at",
                paramLabel = "statement|transaction",
                defaultValue = "transaction",
                description = "Where a stop may end a session. Default: ${DEFAULT-VALUE}.")
        private DrainConfig.At drainAt;

        @Option(
                names = "--drain-timeout",
                paramLabel = "TIME",
                defaultValue = "15s",
                converter = Durations.class,
                description = "How long a stop waits for sessions before it cuts them off. Default: ${DEFAULT-VALUE}.")
        private Duration drainTimeout;

        @Option(
                names = "--tcp-user-timeout",
                paramLabel = "TIME",
                defaultValue = "5m",
                converter = Durations.class,
                description = "How long sent data may stay unacknowledged before a peer counts as vanished. Default:"
                        + " ${DEFAULT-VALUE}.")
        private Duration tcpUserTimeout;

        @Option(
                names = "--transport",
                paramLabel = "auto|epoll|nio",
                defaultValue = "auto",
                description = "auto takes epoll, and NIO where epoll does not load. Default: ${DEFAULT-VALUE}.")
        private TransportConfig.Kind transport;

        @Option(
                names = "--threads",
                paramLabel = "N",
                defaultValue = "0",
                description = "Event loops; 0 for one per processor. Default: ${DEFAULT-VALUE}.")
        private int threads;

        @Option(
                names = {"-v", "--verbose"},
                description = "Messages at DEBUG: sessions, phases, pipelines.")
        private boolean verbose;
    }

    /** @throws CommandLine.ParameterException if it is not said which server to connect to */
    void demandUpstream(CommandLine line) {
        if (server.upstream == null) {
            throw new CommandLine.ParameterException(
                    line,
                    "--upstream is missing: say which server to connect to, for instance"
                            + " mysql-monitor --upstream db.example.com:3306");
        }
    }

    boolean verbose() {
        return process.verbose;
    }

    ProxyConfig proxy() {
        List<Endpoint> listen = listener.listen.stream()
                .map(text -> Endpoint.parse(text, "127.0.0.1", -1))
                .toList();
        List<InetSocketAddress> dns = server.dnsServers.stream()
                .map(text -> (Endpoint.Tcp) Endpoint.parse(text, "127.0.0.1", DNS_PORT))
                .map(tcp -> new InetSocketAddress(tcp.host(), tcp.port()))
                .toList();
        UpstreamConfig upstreamConfig = new UpstreamConfig(
                Endpoint.parse(server.upstream, "127.0.0.1", MYSQL_PORT),
                Optional.ofNullable(server.upstreamBind),
                server.connectTimeout,
                dns);
        SessionLimits limits = new SessionLimits(
                listener.maxConnections,
                tls.handshakeTimeout,
                process.tcpUserTimeout,
                server.abandonedLogin == OnOff.ON);
        return new ProxyConfig(
                listen,
                upstreamConfig,
                new LegModes(tls.clientMode, tls.serverMode),
                limits,
                new DrainConfig(process.drainAt, process.drainTimeout),
                new TransportConfig(process.transport, process.threads));
    }

    TlsConfig tls() {
        return new TlsConfig(
                Optional.ofNullable(tls.cert),
                Optional.ofNullable(tls.key),
                Optional.ofNullable(tls.keyPasswordFile),
                tls.engine,
                stateDirectory(),
                List.of());
    }

    private Path stateDirectory() {
        if (tls.stateDirectory != null) {
            return tls.stateDirectory;
        }
        String state = System.getenv("XDG_STATE_HOME");
        Path base = state == null || state.isEmpty()
                ? Path.of(System.getProperty("user.home"), ".local", "state")
                : Path.of(state);
        return base.resolve("mysql-monitor");
    }
}
