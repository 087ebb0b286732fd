package io.github.mysqlmonitor.cli;

import static io.github.mysqlmonitor.admin.Metric.counter;
import static io.github.mysqlmonitor.admin.Metric.gauge;

import io.github.mysqlmonitor.admin.Metric;
import io.github.mysqlmonitor.admin.Metric.Sample;
import io.github.mysqlmonitor.relay.Listener;
import io.github.mysqlmonitor.tls.CertificateReloader;
import io.github.mysqlmonitor.tls.TlsMaterial;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** When certificates end, and whether reading them again works. */
final class CertificateMetrics {
    private final List<Listener> listeners;
    private final List<Front> fronts;

    private CertificateMetrics(List<Listener> listeners, List<Front> fronts) {
        this.listeners = listeners;
        this.fronts = fronts;
    }

    static List<Metric> of(List<Listener> listeners, List<Front> fronts) {
        return new CertificateMetrics(listeners, fronts).all();
    }

    private List<Metric> all() {
        return List.of(
                gauge(
                        "mysql_monitor_certificate_not_after_seconds",
                        "When the certificate ends that the proxy shows on that leg, in seconds since 1970.",
                        List.of("listener", "leg"),
                        each(front -> ends(front.certificates().current()))),
                gauge(
                        "mysql_monitor_server_certificate_not_after_seconds",
                        "When the server's certificate ends that was seen last, in seconds since 1970.",
                        List.of("listener"),
                        this::serverEnds),
                counter(
                        "mysql_monitor_reloads_total",
                        "Attempts to read certificates, keys, authorities and lists again.",
                        List.of("listener", "result"),
                        each(front -> {
                            CertificateReloader.Reloads reloads =
                                    front.certificates().reloads();
                            return Stream.of(Sample.of(reloads.ok(), "ok"), Sample.of(reloads.failed(), "failed"));
                        })),
                gauge(
                        "mysql_monitor_last_reload_ok",
                        "0 if what was read last could not be used, so that what was in use before still is.",
                        List.of("listener"),
                        each(front -> Stream.of(
                                Sample.of(front.certificates().reloads().lastOk() ? 1 : 0)))));
    }

    private static Stream<Sample> ends(TlsMaterial material) {
        Stream<Sample> shownToServer =
                material.contexts().ownCertificateEnds().stream().map(end -> Sample.of(end.getEpochSecond(), "server"));
        return Stream.concat(
                Stream.of(Sample.of(material.identity().bundle().notAfter().getEpochSecond(), "client")),
                shownToServer);
    }

    /** None for a listener of whose server none was seen. */
    private List<Sample> serverEnds() {
        return listeners.stream()
                .map(listener -> Sample.of(listener.totals().serverCertificateEnds(), listener.name()))
                .filter(sample -> sample.value() > 0)
                .toList();
    }

    private Supplier<List<Sample>> each(Function<Front, Stream<Sample>> samples) {
        return () -> IntStream.range(0, fronts.size())
                .boxed()
                .flatMap(i -> samples.apply(fronts.get(i))
                        .map(sample -> sample.under(listeners.get(i).name())))
                .toList();
    }
}
