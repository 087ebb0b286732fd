package io.github.mysqlmonitor.admin;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/** What the process itself has used. */
public final class ProcessMetrics {
    private ProcessMetrics() {}

    /** @param startEpochSeconds when the process began, in seconds since 1970 */
    public static List<Metric> of(double startEpochSeconds) {
        Runtime runtime = Runtime.getRuntime();
        return List.of(
                Metric.gauge(
                        "process_start_time_seconds",
                        "When the process began, in seconds since 1970.",
                        List.of(),
                        one(() -> startEpochSeconds)),
                Metric.gauge(
                        "mysql_monitor_heap_used_bytes",
                        "Heap in use, what is to be collected included.",
                        List.of(),
                        one(() -> runtime.totalMemory() - runtime.freeMemory())),
                Metric.gauge(
                        "mysql_monitor_heap_max_bytes",
                        "What the heap may grow to.",
                        List.of(),
                        one(runtime::maxMemory)),
                Metric.gauge(
                        "mysql_monitor_buffers_direct_bytes",
                        "Memory of buffers outside of the heap.",
                        List.of(),
                        one(ProcessMetrics::directBytes)));
    }

    private static double directBytes() {
        return ByteBufAllocator.DEFAULT instanceof ByteBufAllocatorMetricProvider provider
                ? provider.metric().usedDirectMemory()
                : 0;
    }

    private static Supplier<List<Metric.Sample>> one(DoubleSupplier value) {
        return () -> List.of(Metric.Sample.of(value.getAsDouble()));
    }
}
