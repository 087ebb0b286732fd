package io.github.mysqlmonitor.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.mysqlmonitor.admin.Metric.Sample;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The text that Prometheus reads, in the words of its format. */
class ExpositionTest {
    @Test
    void aMetricHasItsHelpItsTypeAndALineForEachSample() {
        Metric counter = Metric.counter(
                "sessions_total",
                "Sessions.",
                List.of("listener", "reason"),
                () -> List.of(Sample.of(3, "a", "b"), Sample.of(12_345_678_901L, "a", "c")));
        Metric gauge = Metric.gauge("load", "Load.", List.of(), () -> List.of(Sample.of(0.25)));
        assertEquals("""
                # HELP sessions_total Sessions.
                # TYPE sessions_total counter
                sessions_total{listener="a",reason="b"} 3
                sessions_total{listener="a",reason="c"} 12345678901
                # HELP load Load.
                # TYPE load gauge
                load 0.25
                """, Exposition.text(List.of(counter, gauge)));
    }

    @Test
    void aMetricWithoutSamplesIsLeftOut() {
        assertEquals("", Exposition.text(List.of(Metric.gauge("a", "A.", List.of("b"), List::of))));
    }

    @Test
    void whatWouldBreakALineIsEscaped() {
        Metric metric =
                Metric.gauge("a", "one\\two\nthree\"", List.of("path"), () -> List.of(Sample.of(1, "C:\\x\"y\nz")));
        assertEquals(
                "# HELP a one\\\\two\\nthree\"\n# TYPE a gauge\na{path=\"C:\\\\x\\\"y\\nz\"} 1\n",
                Exposition.text(List.of(metric)));
    }

    @Test
    void namesSayWhatTheyAre() {
        assertThrows(IllegalArgumentException.class, () -> Metric.counter("sessions", "", List.of(), List::of));
        assertThrows(IllegalArgumentException.class, () -> Metric.gauge("sessions_total", "", List.of(), List::of));
        assertThrows(IllegalArgumentException.class, () -> Metric.gauge("a b", "", List.of(), List::of));
    }
}
