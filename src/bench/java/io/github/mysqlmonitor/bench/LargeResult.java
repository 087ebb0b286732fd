package io.github.mysqlmonitor.bench;

import java.io.File;
import java.io.IOException;
import java.util.List;

/** One large result of rows of about 1 KB, read by the mysql client and thrown away. */
record LargeResult(long bytes) implements Workload {
    private static final int ROW_BYTES = 1000;
    private static final int SIDE = 2000;

    @Override
    public String name() {
        return Workloads.BULK;
    }

    @Override
    public void measure(Bed bed) throws IOException, InterruptedException {
        // Rows that cost the server next to nothing: a product of two small tables.
        client(
                bed,
                bed.server.port(),
                "CREATE TABLE IF NOT EXISTS side (n INT PRIMARY KEY); "
                        + "SET cte_max_recursion_depth = " + SIDE + "; REPLACE INTO side "
                        + "WITH RECURSIVE s (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < " + SIDE
                        + ") SELECT n FROM s");
        String query = "SELECT REPEAT('x', " + ROW_BYTES + ") FROM side a JOIN side b LIMIT " + bytes / ROW_BYTES;
        bed.results.fact("bulk.bytes", Long.toString(bytes));
        for (int round = 0; round < bed.options.rounds; round++) {
            for (RunningSubject subject : bed.warm(round)) {
                subject.forgetLosses();
                long cpuBefore = subject.cpuMicros();
                long start = System.nanoTime();
                client(bed, subject.port(), query);
                double seconds = (System.nanoTime() - start) / 1e9;
                bed.add(name(), subject.name(), round, Metric.SECONDS, seconds);
                if (subject.process().isPresent()) {
                    double cpu = (subject.cpuMicros() - cpuBefore) / 1e6;
                    bed.add(name(), subject.name(), round, Metric.CPU_SECONDS, cpu);
                    bed.add(
                            name(),
                            subject.name(),
                            round,
                            Metric.RSS_KB,
                            subject.process().get().rssKb());
                    bed.add(
                            name(),
                            subject.name(),
                            round,
                            Metric.PEAK_KB,
                            subject.process().get().peakKb());
                }
                if (subject.writesFile()) {
                    bed.add(name(), subject.name(), round, Metric.DROPPED, subject.takeLosses());
                }
                bed.console.say("%s round %d %s: %.2f s", name(), round + 1, subject.name(), seconds);
            }
        }
    }

    private static void client(Bed bed, int port, String sql) throws IOException, InterruptedException {
        List<String> command = List.of(
                bed.server.client(),
                "--host=127.0.0.1",
                "--port=" + port,
                "--user=" + bed.server.user(),
                "--ssl-mode=REQUIRED",
                "--database=" + bed.server.database(),
                "--quick",
                "--skip-column-names",
                "--batch",
                "--raw",
                "--execute=" + sql);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        bed.results.log("client").toFile()));
        builder.environment().put("MYSQL_PWD", bed.server.password());
        if (builder.start().waitFor() != 0) {
            throw new IOException("the client failed, see " + bed.results.log("client"));
        }
    }
}
