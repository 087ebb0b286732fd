package io.github.mysqlmonitor.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The claims of a soak, each with the figures that prove it or do not. */
final class SoakChecks {
    private static final int FAILURES_SHOWN = 5;

    private final List<String> lines = new ArrayList<>();
    private boolean failed;

    /** @param figures a format with its values */
    void check(String claim, boolean holds, String figures, Object... values) {
        failed |= !holds;
        lines.add(String.format(Locale.ROOT, "%-6s %s: %s", holds ? "ok" : "FAILED", claim, figures.formatted(values)));
    }

    void clients(SoakBed bed) {
        List<String> failures = bed.failures();
        check(
                "every result that a client got is right",
                failures.isEmpty() && bed.counts.verified.sum() > 0,
                "%d verified, %d failures %s",
                bed.counts.verified.sum(),
                failures.size(),
                failures.stream().limit(FAILURES_SHOWN).toList());
        check(
                "sessions were killed on both sides",
                bed.counts.killed.sum() > 0 && bed.counts.aborts.sum() > 0,
                "%d by KILL (%d noticed it), %d by their client",
                bed.kills(),
                bed.counts.killed.sum(),
                bed.counts.aborts.sum());
    }

    void memory(SoakMemory memory) {
        check(
                "resident memory is flat",
                memory.flat(),
                "%.1f MB after the warm-up, %.1f MB at the end, at most %.1f MB allowed, peak %.1f MB",
                memory.firstKb() / 1024.0,
                memory.lastKb() / 1024.0,
                memory.allowedKb() / 1024.0,
                memory.peakKb() / 1024.0);
    }

    void proxy(ProxyEnd end, int status) throws IOException {
        check(
                "the proxy stops with status 0",
                status == 0 && end.cutOff() == 0,
                "%d, %d cut off",
                status,
                end.cutOff());
        check("no leak and no error is reported", end.alarms().isEmpty(), "%s", end.alarms());
    }

    void commands(ProxyEnd end, Counts counts) throws IOException {
        long completed = counts.completed.sum();
        long attempted = counts.attempted.sum();
        check(
                "commands read lie between completed and attempted",
                completed <= end.commands() && end.commands() <= attempted && completed > 0,
                "%d completed <= %d read <= %d attempted",
                completed,
                end.commands(),
                attempted);
    }

    /** Of a sink whose lines were counted. */
    void lines(String name, PipeSink pipe, ProxyEnd end) throws IOException {
        ProxyEnd.Sink sink = end.sink(pipe.path().toString());
        check(
                name + ": each command is written or counted as dropped",
                pipe.commands() + sink.lostCommands() == end.commands(),
                "%d lines + %d dropped = %d read",
                pipe.commands(),
                sink.lostCommands(),
                end.commands());
        check(
                name + ": its own lines tell of all that was dropped",
                pipe.lost() == sink.lost() && pipe.commands() == sink.commands(),
                "%d events in lines, %d counted; %d commands counted as written",
                pipe.lost(),
                sink.lost(),
                sink.commands());
    }

    void dropped(String name, PipeSink pipe, ProxyEnd end) throws IOException {
        long lost = end.sink(pipe.path().toString()).lost();
        check(name + " was too slow", lost > 0, "%d events dropped", lost);
    }

    void nothing(ProxyEnd end) throws IOException {
        ProxyEnd.Sink sink = end.sink("null:");
        check(
                "null: each command is taken or counted as dropped",
                sink.commands() + sink.lostCommands() == end.commands(),
                "%d + %d = %d read",
                sink.commands(),
                sink.lostCommands(),
                end.commands());
    }

    void capture(ProxyEnd end, SoakSinks sinks, long recordedCommands) throws IOException {
        long lost = end.sink(sinks.capture.toString()).lost();
        check(
                "capture, which sessions wait for: nothing is missing",
                lost == 0 && recordedCommands == end.commands(),
                "%d dropped; %d commands in a replay of %.1f MB, %d read",
                lost,
                recordedCommands,
                sinks.captureBytes() / 1e6,
                end.commands());
    }

    /** @return whether all claims hold */
    boolean print() {
        lines.forEach(System.out::println);
        System.out.println(failed ? "soak: FAILED" : "soak: all checks hold");
        return !failed;
    }
}
