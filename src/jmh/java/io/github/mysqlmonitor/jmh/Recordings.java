package io.github.mysqlmonitor.jmh;

import java.io.IOException;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One session after the other: short replies, many rows, prepared statements. */
@State(Scope.Benchmark)
public class Recordings {
    @Param({"mysql97-query-cli", "mysql97-query-many-rows", "mysql97-stmt-binds"})
    public String recording;

    public RecordedSession session;

    @Setup
    public void read() throws IOException {
        session = RecordedSession.read(recording);
    }
}
