package io.github.mysqlmonitor.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.config.ConfigException;
import io.github.mysqlmonitor.config.TlsConfig;
import io.github.mysqlmonitor.config.TlsEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which keys are written, where they may be written, and what is said if they cannot. */
class KeyLogTest {
    private static final Pattern LINE = Pattern.compile("[A-Z0-9_]+ [0-9a-f]{64} [0-9a-f]{64,96}");

    @TempDir
    private Path directory;

    private Path file;
    private PemBundle bundle;

    @BeforeEach
    void makeCertificate() {
        file = directory.resolve("keys.log");
        Openssl openssl = new Openssl(directory);
        openssl.run("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out a-key.pem".split(" "));
        openssl.selfSign("a");
        bundle = PemBundle.load(openssl.path("a.pem"), openssl.path("a-key.pem"), Optional.empty());
    }

    /** The version of Netty is pinned; with the next one this shows whether the field is still what it was. */
    @Test
    void nettyHasTheFieldThatBoringSslIsFoundBy() {
        assertEquals(long.class, KeyLog.pointer("ctx").getType());
    }

    @Test
    void aNettyWithoutItIsAnErrorOfUsage() {
        ConfigException refused = assertThrows(ConfigException.class, () -> KeyLog.pointer("ctxOfLater"));
        assertEquals(2, refused.kind().exitCode());
        assertTrue(
                refused.getMessage().startsWith("--tls-keylog does not work with this version of Netty"),
                refused::getMessage);
    }

    @Test
    void bothLegsWriteTheirKeysAndAppendThem() throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, "# earlier\n");
        try (KeyLog log = KeyLog.open(file)) {
            TlsContexts contexts = contexts(TlsEngine.BORINGSSL, log);
            MemoryHandshake.run(contexts.server().context(), contexts.client());
            contexts.release();
        }
        List<String> lines = Files.readAllLines(file);
        assertEquals("# earlier", lines.get(0));
        List<String> keys = lines.subList(1, lines.size());
        assertTrue(keys.stream().allMatch(line -> LINE.matcher(line).matches()), keys::toString);
        long ofBothLegs = keys.stream()
                .filter(line -> line.startsWith("CLIENT_TRAFFIC_SECRET_0 "))
                .count();
        assertEquals(2, ofBothLegs, keys::toString);
    }

    @Test
    void aNewFileIsItsOwnersOnly() throws IOException {
        KeyLog.open(file).close();
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    @Test
    void aFileThatOthersCanReadIsRefused() throws IOException {
        Files.createFile(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        ConfigException refused = assertThrows(ConfigException.class, () -> KeyLog.open(file));
        assertEquals(
                "--tls-keylog " + file + " is open to others: make it yours only (chmod 600), or name a new file",
                refused.getMessage());
    }

    @Test
    void whatIsNoFileIsRefused() {
        for (Path other : List.of(directory, Path.of("/dev/null"))) {
            ConfigException refused = assertThrows(ConfigException.class, () -> KeyLog.open(other));
            assertEquals("--tls-keylog " + other + " is not a file", refused.getMessage());
        }
    }

    @Test
    void theEngineThatTellsNoKeysIsRefused() {
        try (KeyLog log = KeyLog.open(file)) {
            ConfigException refused = assertThrows(ConfigException.class, () -> contexts(TlsEngine.JDK, log));
            assertEquals(ConfigException.Kind.USAGE, refused.kind());
        }
    }

    @Test
    void handshakesGoOnWhenItIsClosed() throws SSLException {
        KeyLog log = KeyLog.open(file);
        TlsContexts contexts = contexts(TlsEngine.AUTO, log);
        log.close();
        MemoryHandshake.run(contexts.server().context(), contexts.client());
        contexts.release();
    }

    private TlsContexts contexts(TlsEngine engine, KeyLog log) {
        TlsConfig config =
                new TlsConfig(Optional.empty(), Optional.empty(), Optional.empty(), engine, directory, List.of());
        return TlsContexts.create(config, bundle, Optional.of(log));
    }
}
