package io.github.mysqlmonitor.jmh;

import io.github.mysqlmonitor.sql.Digester;
import io.github.mysqlmonitor.sql.SecretMask;
import io.github.mysqlmonitor.sql.SqlDialect;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** Reading SQL. One operation is all statements of the session, or the one point select. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class StatementBenchmark {
    @Param({"point-select", "mysql97-query-cli", "mysql97-query-secrets"})
    public String statements;

    private final Digester digester = new Digester();
    private List<byte[]> sql = new ArrayList<>();

    @Setup
    public void read() throws IOException {
        sql = statements.equals("point-select")
                ? List.of("SELECT c FROM sbtest1 WHERE id=5037".getBytes(StandardCharsets.UTF_8))
                : RecordedSession.read(statements).statements();
    }

    @Benchmark
    public void digest(Blackhole hole) {
        for (byte[] statement : sql) {
            hole.consume(digester.digest(statement, SqlDialect.MYSQL));
        }
    }

    @Benchmark
    public void secretMask(Blackhole hole) {
        for (byte[] statement : sql) {
            hole.consume(SecretMask.ranges(statement));
        }
    }
}
