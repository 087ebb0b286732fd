package io.github.mysqlmonitor.cli;

import static io.github.mysqlmonitor.admin.Metric.counter;
import static io.github.mysqlmonitor.admin.Metric.gauge;

import io.github.mysqlmonitor.admin.Metric;
import io.github.mysqlmonitor.admin.Metric.Sample;
import io.github.mysqlmonitor.relay.Listener;
import io.github.mysqlmonitor.relay.ListenerTotals;
import io.github.mysqlmonitor.relay.ListenerTotals.Handshakes;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Sessions and TLS handshakes of each listener. */
final class ListenerMetrics {
    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    private final List<Listener> listeners;

    private ListenerMetrics(List<Listener> listeners) {
        this.listeners = listeners;
    }

    static List<Metric> of(List<Listener> listeners) {
        ListenerMetrics metrics = new ListenerMetrics(listeners);
        return Stream.concat(metrics.sessions(), metrics.handshakes()).toList();
    }

    private Stream<Metric> sessions() {
        return Stream.of(
                gauge(
                        "mysql_monitor_sessions_open",
                        "Sessions that there are.",
                        List.of("listener"),
                        each(totals -> Stream.of(Sample.of(totals.open())))),
                counter(
                        "mysql_monitor_sessions_opened_total",
                        "Sessions that were begun.",
                        List.of("listener"),
                        each(totals -> Stream.of(Sample.of(totals.opened())))),
                counter(
                        "mysql_monitor_sessions_closed_total",
                        "Sessions that have ended, by reason.",
                        List.of("listener", "reason"),
                        each(totals -> samples(totals.closed()))),
                counter(
                        "mysql_monitor_sessions_refused_total",
                        "Clients that the proxy turned away, by reason.",
                        List.of("listener", "reason"),
                        each(totals -> samples(totals.refused()))),
                counter(
                        "mysql_monitor_aborted_handshakes_total",
                        "Sessions that ended before their client's login had been sent to the server.",
                        List.of("listener"),
                        each(totals -> Stream.of(Sample.of(totals.abortedHandshakes())))),
                counter(
                        "mysql_monitor_server_leg_sessions_total",
                        "Sessions by what is known of their server: verified, unverified (TLS with whomever), unix,"
                                + " plain, undecoded (the client's own TLS).",
                        List.of("listener", "server"),
                        each(totals -> samples(totals.serverLegs()))));
    }

    private Stream<Metric> handshakes() {
        return Stream.of(
                counter(
                        "mysql_monitor_tls_handshakes_total",
                        "TLS handshakes that succeeded.",
                        List.of("listener", "leg", "resumed"),
                        each(totals -> legs(
                                totals,
                                leg -> Stream.of(Sample.of(leg.full(), "false"), Sample.of(leg.resumed(), "true"))))),
                counter(
                        "mysql_monitor_tls_handshake_seconds_total",
                        "What these handshakes took, together.",
                        List.of("listener", "leg"),
                        each(totals -> legs(totals, leg -> Stream.of(Sample.of(leg.nanos() / NANOS))))),
                counter(
                        "mysql_monitor_tls_handshake_failures_total",
                        "TLS handshakes that failed, by reason.",
                        List.of("listener", "leg", "reason"),
                        each(totals -> legs(totals, leg -> samples(leg.failures())))));
    }

    private static Stream<Sample> samples(Map<String, Long> counts) {
        return counts.entrySet().stream().map(count -> Sample.of(count.getValue(), count.getKey()));
    }

    private static Stream<Sample> legs(ListenerTotals totals, Function<Handshakes, Stream<Sample>> samples) {
        return Stream.concat(
                samples.apply(totals.client()).map(sample -> sample.under("client")),
                samples.apply(totals.server()).map(sample -> sample.under("server")));
    }

    private Supplier<List<Sample>> each(Function<ListenerTotals, Stream<Sample>> samples) {
        return () -> listeners.stream()
                .flatMap(listener -> samples.apply(listener.totals()).map(sample -> sample.under(listener.name())))
                .toList();
    }
}
