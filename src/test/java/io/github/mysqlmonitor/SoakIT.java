package io.github.mysqlmonitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.testing.ProxyProcess;
import io.github.mysqlmonitor.testing.TestServer;
import io.github.mysqlmonitor.testing.TestServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short form of {@code scripts/soak} with the packaged proxy; the checks are the script's own. */
class SoakIT {
    private static final int TIMEOUT_MINUTES = 6;

    @TempDir
    private Path dir;

    @Test
    void halfAMinuteOfEverythingAtOnceLeaksNothingAndLosesNothingUncounted() throws Exception {
        TestServer server = TestServers.mysql();
        Path report = dir.resolve("report");
        Path messages = dir.resolve("messages");
        Process soak = new ProcessBuilder(List.of(
                        "scripts/soak",
                        "--short",
                        "--server-port=" + server.port(),
                        "--user=" + server.user(),
                        "--password=" + server.password(),
                        "--program=" + ProxyProcess.program(),
                        "--results=" + dir))
                .redirectOutput(report.toFile())
                .redirectError(messages.toFile())
                .start();
        try {
            assertTrue(soak.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES), () -> "hangs, process " + soak.pid());
        } finally {
            soak.destroy(); // it then ends what it started
        }
        String said = Files.readString(report) + Files.readString(messages);
        assertEquals(0, soak.exitValue(), said);
        assertTrue(said.contains("soak: all checks hold"), said);
    }
}
