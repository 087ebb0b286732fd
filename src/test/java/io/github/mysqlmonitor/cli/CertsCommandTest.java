package io.github.mysqlmonitor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CertsCommandTest {
    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void namesWhatItWroteAndWhatComesNext() {
        assertEquals(0, run("create", "--dir", directory.toString(), "--key", "ec", "--names", "db.corp,10.0.0.1"));
        assertTrue(out.toString().contains("wrote " + directory.resolve("client-key.pem")), out::toString);
        assertTrue(out.toString().contains("--ssl-ca=" + directory.resolve("ca.pem")), out::toString);
        assertTrue(Files.exists(directory.resolve("ca-key.pem")));
    }

    @Test
    void exitCodesTellUsageFromFiles() throws IOException {
        assertEquals(0, run("create", "--dir", directory.toString(), "--key", "ec"));
        assertEquals(2, run("create", "--dir", directory.toString(), "--key", "ec"));
        assertTrue(err.toString().contains("--force"), err::toString);
        assertEquals(2, run("create", "--dir", directory.toString(), "--key", "dsa"));
        assertEquals(2, run("create", "--dir", directory.toString(), "--days", "0"));
        assertEquals(2, run("create", "--dir", directory.toString(), "--names", "not a name", "--force"));
        assertEquals(2, run());
        Path file = Files.writeString(directory.resolve("file"), "");
        assertEquals(4, run("create", "--dir", file.resolve("below").toString(), "--key", "ec"));
    }

    private int run(String... arguments) {
        return new CommandLine(new CertsCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
