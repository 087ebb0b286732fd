package io.github.mysqlmonitor.bench;

import java.util.List;

/** All workloads in their order: first those on warm subjects, then those that start their own. */
final class Workloads {
    static final String POINT_8 = "point-8";
    static final String POINT_8_TEXT = "point-8-text";
    static final String POINT_64 = "point-64";
    static final String LATENCY = "latency";
    static final String BULK = "bulk";
    static final String CONNECT = "connect";
    static final String GARBAGE = "garbage";
    static final String START = "start";
    static final String IDLE = "idle";

    static final Sysbench.Load POINT = new Sysbench.Load(Sysbench.POINT, 8, true, 0);
    static final Sysbench.Load READ_WRITE_TEXT = new Sysbench.Load(Sysbench.READ_WRITE, 8, false, 0);

    static final List<String> NAMES = all(0).stream().map(Workload::name).toList();

    private Workloads() {}

    static List<Workload> all(long bulkBytes) {
        return List.of(
                new Throughput(POINT_8, POINT),
                new Throughput(POINT_8_TEXT, new Sysbench.Load(Sysbench.POINT, 8, false, 0)),
                new Throughput(POINT_64, new Sysbench.Load(Sysbench.POINT, 64, true, 0)),
                new Throughput("read-write", new Sysbench.Load(Sysbench.READ_WRITE, 8, true, 0)),
                new Throughput("read-write-text", READ_WRITE_TEXT),
                new HalfLoad(),
                new LargeResult(bulkBytes),
                new Connects(CONNECT, new Sysbench.Load(Sysbench.CONNECT, 8, false, 0)),
                new Garbage(),
                new StartUp(),
                new IdleSessions());
    }
}
