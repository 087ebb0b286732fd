package io.github.mysqlmonitor.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.testing.ProgramRun;
import io.github.mysqlmonitor.testing.ProxyProcess;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the packaged launcher, and whatever JVM it finds. No server is needed: the start does not wait for one. */
class ClassArchiveIT {
    private static final String NOWHERE = "127.0.0.1:1";
    private static final String OWN_CLASS = "io.github.mysqlmonitor.relay.ProxyServer";
    /** A class that only a session over TLS loads. */
    private static final String SESSION_CLASS = "io.github.mysqlmonitor.relay.TlsUpgrade";

    private static final Duration TRAINING = Duration.ofSeconds(150);
    private static final Duration REFUSAL = Duration.ofSeconds(20);

    @TempDir
    static Path trained;

    @BeforeAll
    static void trainsOnce() {
        try (ProxyProcess proxy = prepared(trained).start()) {
            proxy.awaitThat(() -> !archives(trained).isEmpty(), TRAINING, "an archive in " + trained);
            proxy.awaitThat(() -> !Files.exists(trained.resolve("classes/new")), TRAINING, "the end of the training");
            assertEquals(0, proxy.stop());
        }
    }

    @Test
    void aStartTakesItsClassesFromTheArchive(@TempDir Path logs) {
        assertTrue(startFromArchive(trained, logs), "nothing was loaded from the archive");
        assertEquals(1, archives(trained).size());
    }

    @Test
    void theTrainingContainsASessionOverTls() throws IOException {
        String content = Files.readString(archives(trained).get(0), StandardCharsets.ISO_8859_1);

        assertTrue(content.contains(SESSION_CLASS.replace('.', '/')), "the archive lacks " + SESSION_CLASS);
    }

    @Test
    void onlyTheOwnerMayReadIt() throws IOException {
        assertEquals("rwx------", mode(trained.resolve("classes")));
        assertTrue(mode(archives(trained).get(0)).endsWith("------"));
    }

    @Test
    void aDamagedOneIsNotShownToTheJvmAndGoesAway(@TempDir Path state, @TempDir Path logs) throws IOException {
        Path copy = copyTo(state);
        try (RandomAccessFile file = new RandomAccessFile(writable(copy), "rw")) {
            file.seek(file.length() / 2);
            file.writeBytes("something else");
        }

        assertFalse(startFromArchive(state, logs));
        assertFalse(Files.exists(copy));
    }

    @Test
    void aTornOneIsNotShownToTheJvmAndGoesAway(@TempDir Path state, @TempDir Path logs) throws IOException {
        Path copy = copyTo(state);
        try (RandomAccessFile file = new RandomAccessFile(writable(copy), "rw")) {
            file.setLength(file.length() / 2);
        }

        assertFalse(startFromArchive(state, logs));
        assertFalse(Files.exists(copy));
    }

    @Test
    void oneForAnotherJvmOrOtherOptionsStaysUnused(@TempDir Path state, @TempDir Path logs) throws IOException {
        Path copy = copyTo(state);
        String name = copy.getFileName().toString();
        Path foreign = Files.move(copy, copy.resolveSibling("1-2" + name.substring(name.indexOf('.'))));

        assertFalse(startFromArchive(state, logs));
        assertTrue(Files.exists(foreign));
    }

    @Test
    void oneThatOnlyTheJvmCanSeeThroughIsSurvivedInSilence(@TempDir Path state, @TempDir Path logs) throws IOException {
        Path copy = copyTo(state);
        try (RandomAccessFile file = new RandomAccessFile(writable(copy), "rw")) {
            file.write(new byte[4096]); // The header, which says which JVM made it.
        }
        String[] sum = ProgramRun.run(List.of("cksum"), copy.toFile())
                .succeeded()
                .text()
                .strip()
                .split(" ");
        String name = copy.getFileName().toString();
        Path forged = Files.move(
                copy,
                copy.resolveSibling(name.substring(0, name.indexOf('.') + 1) + sum[0] + "-" + sum[1] + ".archive"));

        assertFalse(startFromArchive(state, logs));
        assertTrue(Files.exists(forged));
    }

    @Test
    void offMeansOff(@TempDir Path state, @TempDir Path logs) throws IOException {
        copyTo(state);
        Path log = logs.resolve("classes.log");
        try (ProxyProcess proxy = logged(state, log)
                .environment("MYSQL_MONITOR_CLASS_ARCHIVE", "off")
                .start()) {
            assertFalse(loadedFromArchive(log));
            assertEquals(0, proxy.stop());
        }
    }

    @Test
    void aStateDirectoryThatCannotHoldOneCostsNothing(@TempDir Path dir) throws IOException {
        Files.writeString(dir.resolve("classes"), "no directory");
        try (ProxyProcess proxy = prepared(dir).start()) {
            assertEquals(0, proxy.stop());
        }
    }

    @Test
    void anUnknownModeIsRefused(@TempDir Path state) {
        try (ProxyProcess proxy = prepared(state)
                .environment("MYSQL_MONITOR_CLASS_ARCHIVE", "perhaps")
                .launch()) {
            assertEquals(2, proxy.awaitExit(REFUSAL));
            assertTrue(proxy.stderr().contains("on or off is expected"), proxy::stderr);
        }
    }

    private static ProxyProcess.Preparation prepared(Path state) {
        return ProxyProcess.upstream(NOWHERE)
                .environment("MYSQL_MONITOR_CLASS_ARCHIVE", "on")
                .stateDirectory(state)
                .unwatched();
    }

    private static ProxyProcess.Preparation logged(Path state, Path log) {
        return prepared(state).environment("MYSQL_MONITOR_JAVA_OPTS", "-Xlog:class+load:file=" + log);
    }

    /** Starts and stops the proxy, which must go well and without a word of the JVM. */
    private static boolean startFromArchive(Path state, Path logs) {
        Path log = logs.resolve("classes.log");
        try (ProxyProcess proxy = logged(state, log).start()) {
            boolean archived = loadedFromArchive(log);
            assertEquals(0, proxy.stop());
            String said = proxy.stderr() + proxy.log();
            assertFalse(
                    Pattern.compile("\\[warning]|\\[error]|VM warning")
                            .matcher(said)
                            .find(),
                    said);
            return archived;
        }
    }

    private static boolean loadedFromArchive(Path log) {
        try (Stream<String> lines = Files.lines(log)) {
            String line = lines.filter(each -> each.contains(" " + OWN_CLASS + " source: "))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(OWN_CLASS + " was not loaded"));
            return line.contains("shared objects file");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> archives(Path state) {
        Path dir = state.resolve("classes");
        if (!Files.isDirectory(dir)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(dir)) {
            return files.filter(file -> file.toString().endsWith(".archive")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The state directory is that of another start, the JVM and its options are the same. */
    private static Path copyTo(Path state) throws IOException {
        Path archive = archives(trained).get(0);
        return Files.copy(
                archive, Files.createDirectories(state.resolve("classes")).resolve(archive.getFileName()));
    }

    private static java.io.File writable(Path archive) throws IOException {
        return Files.setPosixFilePermissions(archive, PosixFilePermissions.fromString("rw-------"))
                .toFile();
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
