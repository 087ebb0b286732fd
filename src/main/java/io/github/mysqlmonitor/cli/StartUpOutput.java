package io.github.mysqlmonitor.cli;

import io.github.mysqlmonitor.config.Endpoint;
import io.github.mysqlmonitor.config.ProxyConfig;
import io.github.mysqlmonitor.relay.Transport;
import io.github.mysqlmonitor.relay.UpstreamProbe;
import io.github.mysqlmonitor.tls.ServerIdentity;
import io.github.mysqlmonitor.tls.TlsContexts;
import java.io.PrintStream;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What the operator reads at the start, on stderr: what is connected to what, and lines to paste. */
final class StartUpOutput {
    static final Duration HINT_AFTER = Duration.ofSeconds(30);

    private final PrintStream err = System.err;
    private final ProxyConfig proxy;
    private final ServerIdentity identity;
    private final TlsContexts tls;
    private final Transport transport;
    private final List<SocketAddress> addresses;

    StartUpOutput(
            ProxyConfig proxy,
            ServerIdentity identity,
            TlsContexts tls,
            Transport transport,
            List<SocketAddress> addresses) {
        this.proxy = proxy;
        this.identity = identity;
        this.tls = tls;
        this.transport = transport;
        this.addresses = addresses;
    }

    /** @param sinks a line for each */
    void print(UpstreamProbe.Answer upstream, List<String> sinks) {
        err.println("mysql-monitor " + Version.text() + "  (Java "
                + Runtime.version().feature() + ", " + transport.name() + ", " + tls.engineName() + ")");
        for (int i = 0; i < addresses.size(); i++) {
            line("listen", listen(proxy.listen().get(i), addresses.get(i)));
        }
        line("upstream", proxy.upstream().endpoint() + "  " + upstream.text());
        line(
                "certificate",
                identity.certFile() + "  " + identity.bundle().subject() + ", "
                        + identity.bundle().keyAlgorithm() + ", valid until "
                        + identity.bundle().notAfter());
        line("", "SHA-256 " + identity.bundle().fingerprintSha256());
        identity.notice().ifPresent(notice -> line("", notice));
        identity.caFile().ifPresent(ca -> line("CA file", ca.toString()));
        line("server cert", tls.serverVerification());
        for (int i = 0; i < sinks.size(); i++) {
            line(i == 0 ? "sinks" : "", sinks.get(i));
        }
        if (isContainer() && onlyLoopback()) {
            err.println("WARNING: this is a container, and only its loopback is listened on. Clients inside of it can"
                    + " connect; for all others use --listen 0.0.0.0:PORT");
        }
        tcpAddress().ifPresent(this::printClients);
        err.flush();
    }

    /** As it was asked for, with the port that was found where 0 was asked for. */
    private static String listen(Endpoint wanted, SocketAddress bound) {
        if (!(wanted instanceof Endpoint.Tcp tcp && bound instanceof InetSocketAddress inet)) {
            return wanted.toString();
        }
        String text = new Endpoint.Tcp(tcp.host(), inet.getPort()).toString();
        if (inet.getAddress().isLoopbackAddress()) {
            return text + "  (this machine only; to open it: --listen 0.0.0.0:" + inet.getPort() + ")";
        }
        // The wildcard of either family opens both, where the machine has both.
        boolean both = inet.getAddress().isAnyLocalAddress() && inet.getAddress() instanceof Inet6Address;
        return both ? text + "  (IPv4 and IPv6)" : text;
    }

    private void line(String label, String text) {
        err.println("  " + label + " ".repeat(Math.max(1, 13 - label.length())) + text);
    }

    private java.util.Optional<InetSocketAddress> tcpAddress() {
        return addresses.stream()
                .filter(InetSocketAddress.class::isInstance)
                .map(InetSocketAddress.class::cast)
                .findFirst();
    }

    private void printClients(InetSocketAddress address) {
        boolean here =
                address.getAddress().isLoopbackAddress() || address.getAddress().isAnyLocalAddress();
        String host = here ? "127.0.0.1" : address.getAddress().getHostAddress();
        int port = address.getPort();
        String ca = identity.caFile().map(Path::toString).orElse(null);
        err.println("Connect with:");
        err.println("  mysql -h" + host + " -P" + port + " -u USER -p"
                + (ca == null ? " --ssl-mode=REQUIRED" : " --ssl-mode=VERIFY_IDENTITY --ssl-ca=" + ca));
        err.println("  mariadb -h" + host + " -P" + port + " -u USER -p"
                + (ca == null ? " --skip-ssl-verify-server-cert" : " --ssl-ca=" + ca));
        err.println("  jdbc:mysql://" + host + ":" + port + "/DATABASE?sslMode="
                + (ca == null
                        ? "REQUIRED"
                        : "VERIFY_CA&trustCertificateKeyStoreType=PEM&trustCertificateKeyStoreUrl=file:" + ca));
    }

    void hintNoClient() {
        err.println("No client yet. 'mysql -h localhost' uses the Unix socket and ignores the port: write -h127.0.0.1."
                + (isContainer() && onlyLoopback() ? " Only clients inside this container reach its loopback." : ""));
        err.flush();
    }

    private boolean onlyLoopback() {
        return addresses.stream()
                .filter(InetSocketAddress.class::isInstance)
                .allMatch(address -> ((InetSocketAddress) address).getAddress().isLoopbackAddress());
    }

    private static boolean isContainer() {
        return Files.exists(Path.of("/.dockerenv"))
                || Files.exists(Path.of("/run/.containerenv"))
                || System.getenv("KUBERNETES_SERVICE_HOST") != null;
    }
}
