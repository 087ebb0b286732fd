package io.github.mysqlmonitor.cli;

import io.github.mysqlmonitor.config.Endpoint;
import io.github.mysqlmonitor.config.ProxyConfig;
import io.github.mysqlmonitor.relay.Listener;
import io.github.mysqlmonitor.relay.Transport;
import io.github.mysqlmonitor.relay.UpstreamProbe;
import io.github.mysqlmonitor.tls.ServerIdentity;
import io.github.mysqlmonitor.tls.TlsContexts;
import io.github.mysqlmonitor.tls.TlsMaterial;
import java.io.PrintStream;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the operator reads at the start, on stderr: what is connected to what, and lines to paste. */
final class StartUpOutput {
    static final Duration HINT_AFTER = Duration.ofSeconds(30);

    private final PrintStream err = System.err;
    private final Transport transport;

    StartUpOutput(Transport transport) {
        this.transport = transport;
    }

    /**
     * A paragraph for each listener, then what they share.
     *
     * @param listeners in the order of the fronts
     * @param admin where numbers and health are told
     * @param sinks a line for each
     */
    void print(List<Front> fronts, List<Listener> listeners, Optional<String> admin, List<String> sinks) {
        TlsContexts first = fronts.get(0).certificates().current().contexts();
        err.println("mysql-monitor " + Version.text() + "  (Java "
                + Runtime.version().feature() + ", " + transport.name() + ", " + first.engineName() + ")");
        List<SocketAddress> all = new ArrayList<>();
        for (int i = 0; i < fronts.size(); i++) {
            List<SocketAddress> addresses = listeners.get(i).addresses();
            print(fronts.get(i), addresses, UpstreamProbe.ask(listeners.get(i)));
            all.addAll(addresses);
        }
        admin.ifPresent(addresses -> line("admin", addresses));
        for (int i = 0; i < sinks.size(); i++) {
            line(i == 0 ? "sinks" : "", sinks.get(i));
        }
        if (isContainer() && onlyLoopback(all)) {
            err.println("WARNING: this is a container, and only its loopback is listened on. Clients inside of it can"
                    + " connect; for all others use --listen 0.0.0.0:PORT");
        }
        ServerIdentity identity = fronts.get(0).certificates().current().identity();
        tcpAddress(listeners.get(0).addresses()).ifPresent(address -> printClients(address, identity));
        err.flush();
    }

    private void print(Front front, List<SocketAddress> addresses, UpstreamProbe.Answer upstream) {
        ProxyConfig proxy = front.proxy();
        TlsMaterial tls = front.certificates().current();
        ServerIdentity identity = tls.identity();
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
        line("server cert", tls.contexts().serverVerification());
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

    private static Optional<InetSocketAddress> tcpAddress(List<SocketAddress> addresses) {
        return addresses.stream()
                .filter(InetSocketAddress.class::isInstance)
                .map(InetSocketAddress.class::cast)
                .findFirst();
    }

    private void printClients(InetSocketAddress address, ServerIdentity identity) {
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

    void hintNoClient(List<SocketAddress> addresses) {
        err.println("No client yet. 'mysql -h localhost' uses the Unix socket and ignores the port: write -h127.0.0.1."
                + (isContainer() && onlyLoopback(addresses)
                        ? " Only clients inside this container reach its loopback."
                        : ""));
        err.flush();
    }

    private static boolean onlyLoopback(List<SocketAddress> addresses) {
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
