package io.github.mysqlmonitor.cli;

import io.github.mysqlmonitor.config.ConfigException;
import io.github.mysqlmonitor.config.Endpoint;
import io.github.mysqlmonitor.config.LegModes;
import io.github.mysqlmonitor.config.ProxyConfig;
import io.github.mysqlmonitor.config.TlsConfig;
import io.github.mysqlmonitor.relay.Transport;
import io.github.mysqlmonitor.relay.UpstreamCertificates;
import io.github.mysqlmonitor.tls.CertificateInspection;
import io.github.mysqlmonitor.tls.CertificateInspection.Finding;
import io.github.mysqlmonitor.tls.ClientConclusions;
import io.github.mysqlmonitor.tls.ServerIdentity;
import io.github.mysqlmonitor.tls.ShownChain;
import io.github.mysqlmonitor.tls.TlsMaterial;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Checks one listener with its upstream and its certificates. */
final class ListenerCheck {
    private static final String CERTIFICATE = "certificate";
    private static final String SERVER_LEG = "server leg";
    private static final String UPSTREAM = "upstream";

    private final RunOptions options;
    private final CheckReport report;
    private final Instant now = Instant.now();

    ListenerCheck(RunOptions options, CheckReport report) {
        this.options = options;
        this.report = report;
    }

    /** @param connect whether to ask the upstream, too */
    void run(boolean connect) {
        try (Front front = new Front(options, Optional.empty())) {
            ProxyConfig proxy = front.proxy();
            TlsConfig tls = options.tls();
            TlsMaterial material = front.certificates().current();
            String listen = proxy.listen().stream().map(Object::toString).collect(Collectors.joining(", "));
            report.ok("listen", listen + " for the upstream " + proxy.upstream().endpoint());
            front.localIdentity().ifPresent(what -> report.warning("listen", what));
            own(tls, material.identity(), proxy);
            authorities(tls);
            material.contexts().warning().ifPresent(what -> report.warning("TLS", what));
            String verification = material.contexts().serverVerification();
            if (proxy.legs().server().verifies()) {
                report.ok(SERVER_LEG, verification);
            } else {
                report.warning(SERVER_LEG, verification);
            }
            if (connect) {
                connect(proxy, tls, material.identity());
            }
        } catch (ConfigException wrong) {
            report.error("listener", wrong.getMessage());
        }
    }

    private void own(TlsConfig tls, ServerIdentity identity, ProxyConfig proxy) {
        report.ok(
                CERTIFICATE,
                identity.certFile() + " " + identity.bundle().subject() + ", "
                        + identity.bundle().keyAlgorithm() + ", valid until "
                        + identity.bundle().notAfter());
        findings(identity.certFile(), tls.keyPasswordFile(), CERTIFICATE, true);
        tls.server().cert().ifPresent(cert -> {
            report.ok(SERVER_LEG, "shows the certificate " + cert);
            findings(cert, tls.server().keyPasswordFile(), SERVER_LEG, true);
        });
        for (Endpoint endpoint : proxy.listen()) {
            if (endpoint instanceof Endpoint.Tcp tcp
                    && !List.of("*", "0.0.0.0", "::").contains(tcp.host())
                    && !ClientConclusions.isFor(tcp.host(), identity)) {
                report.warning(CERTIFICATE, "it is not for " + tcp.host() + ", which is listened on");
            }
        }
    }

    private void authorities(TlsConfig tls) {
        Stream.of(tls.clients().authorities().ca(), tls.server().authorities().ca())
                .flatMap(Optional::stream)
                .distinct()
                .forEach(file -> findings(file, Optional.empty(), "authorities", false));
    }

    /** @param ours whether TLS fails for all when something is wrong with it */
    private void findings(Path file, Optional<Path> passwordFile, String about, boolean ours) {
        for (CertificateInspection.Inspected inspected : CertificateInspection.of(List.of(file), passwordFile, now)) {
            for (Finding finding : inspected.findings()) {
                if (finding.fatal() && ours) {
                    report.error(about, file + ": " + finding.text());
                } else {
                    report.warning(about, file + ": " + finding.text());
                }
            }
        }
    }

    private void connect(ProxyConfig proxy, TlsConfig tls, ServerIdentity identity) {
        Transport transport = Transport.choose(proxy.transport().kind());
        UpstreamCertificates.Answer answer = UpstreamCertificates.ask(proxy.upstream(), transport);
        report.heading("clients are shown");
        report.chain(identity.bundle().chain(), now);
        if (!answer.chain().isEmpty()) {
            report.heading("the upstream " + answer.server() + " shows, over " + answer.tls());
            report.chain(answer.chain(), now);
        }
        upstream(answer, proxy.legs(), tls);
        Optional<X509Certificate> leaf = answer.chain().stream().findFirst();
        for (ClientConclusions.Conclusion conclusion :
                ClientConclusions.of(identity, proxy.legs().client(), leaf, Clock.systemUTC())) {
            String text = conclusion.client() + " " + conclusion.text();
            if (conclusion.connects()) {
                report.ok("clients", text);
            } else {
                report.warning("clients", text);
            }
        }
    }

    private void upstream(UpstreamCertificates.Answer answer, LegModes legs, TlsConfig tls) {
        if (!answer.failure().isEmpty()) {
            String what = (answer.server().isEmpty() ? "" : answer.server() + "  ") + answer.failure();
            if (answer.server().isEmpty() || legs.server().demandsTls()) {
                report.error(UPSTREAM, what);
            } else {
                report.warning(UPSTREAM, what);
            }
            return;
        }
        String mode = "--server-ssl-mode " + legs.server();
        Optional<String> refused = ShownChain.refusal(answer.chain(), tls.server());
        if (refused.isPresent()) {
            report.error(UPSTREAM, mode + " refuses it: " + refused.get());
        } else if (legs.server().verifies()) {
            report.ok(UPSTREAM, mode + " accepts it: verified");
        } else {
            report.warning(UPSTREAM, mode + " accepts it UNVERIFIED");
        }
    }
}
