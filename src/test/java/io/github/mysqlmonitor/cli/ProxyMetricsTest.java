package io.github.mysqlmonitor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mysqlmonitor.admin.Metric;
import io.github.mysqlmonitor.relay.Relayed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The table in the operator's handbook is made of the metrics; {@code -Dgolden.update=true} writes it anew. */
class ProxyMetricsTest {
    private static final Path FILE = Path.of("docs/operating.md");
    private static final String HEAD = "| Metric | Type | Labels | Meaning |\n| --- | --- | --- | --- |\n";

    @Test
    void theTableOfMetricsIsUpToDate() throws IOException {
        String text = Files.readString(FILE);
        int from = text.indexOf(HEAD);
        int to = text.indexOf("\n\n", from);
        String table = HEAD
                + metrics(new ArrayDeque<>()).stream()
                        .map(ProxyMetricsTest::row)
                        .collect(Collectors.joining("\n"));
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(FILE, text.substring(0, from) + table + text.substring(to));
        }
        assertEquals(table, text.substring(from, to));
    }

    @Test
    void namesAreUnique() {
        List<String> names =
                metrics(new ArrayDeque<>()).stream().map(Metric::name).toList();
        assertEquals(names.stream().distinct().toList(), names);
    }

    /** A session that ends is for a moment neither among those that are open nor among those that are over. */
    @Test
    void aCounterNeverShrinks() {
        Deque<Relayed> relayed = LongStream.of(5, 3, 7)
                .mapToObj(commands -> new Relayed(0, commands, 0, 0))
                .collect(Collectors.toCollection(ArrayDeque::new));
        Metric commands = metrics(relayed).stream()
                .filter(metric -> metric.name().equals("mysql_monitor_commands_total"))
                .findFirst()
                .orElseThrow();
        for (long expected : new long[] {5, 5, 7}) {
            assertEquals(List.of(Metric.Sample.of(expected)), commands.samples().get());
        }
    }

    private static List<Metric> metrics(Deque<Relayed> relayed) {
        return ProxyMetrics.of(relayed::remove, List.of(), List.of(), List.of(), List.of("", ""));
    }

    private static String row(Metric metric) {
        return "| `" + metric.name() + "` | " + metric.type().name().toLowerCase(Locale.ROOT) + " | "
                + String.join(", ", metric.labels()) + " | " + metric.help() + " |";
    }
}
