package io.github.mysqlmonitor.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.mysqlmonitor.config.ConfigException;
import io.github.mysqlmonitor.config.TlsConfig;
import io.github.mysqlmonitor.config.TlsEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateReloaderTest {
    @TempDir
    private Path directory;

    private Path cert;
    private Path key;
    private Instant now = Instant.now();
    private final List<CertificateReloader> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(CertificateReloader::close);
    }

    @BeforeEach
    void makeTwoPairs() throws IOException {
        create("first");
        create("second");
        cert = directory.resolve("live/server-cert.pem");
        key = directory.resolve("live/server-key.pem");
        Files.createDirectories(cert.getParent());
        copy("first");
    }

    @Test
    void takesUpAnotherPairOnceItsFilesAreStill() throws IOException {
        CertificateReloader reloader = reloader();
        TlsMaterial before = reloader.current();
        copy("second");
        reloader.look(false);
        assertSame(before, reloader.current(), "the files may still be in writing");
        reloader.look(false);
        assertNotEquals(fingerprint(before), fingerprint(reloader.current()));
        TlsMaterial after = reloader.current();
        reloader.look(false);
        assertSame(after, reloader.current(), "what has not changed is not read again");
    }

    @Test
    void followsASwappedLinkToADirectory() throws IOException {
        Path link = directory.resolve("current");
        Files.createSymbolicLink(link, directory.resolve("first"));
        cert = link.resolve("server-cert.pem");
        key = link.resolve("server-key.pem");
        CertificateReloader reloader = reloader();
        String before = fingerprint(reloader.current());
        swap(link, directory.resolve("second"));
        settle(reloader);
        assertNotEquals(before, fingerprint(reloader.current()));
    }

    @Test
    void followsASwappedLinkToTheFiles() throws IOException {
        for (Path file : List.of(cert, key)) {
            Files.delete(file);
            Files.createSymbolicLink(file, Path.of("../first").resolve(file.getFileName()));
        }
        CertificateReloader reloader = reloader();
        String before = fingerprint(reloader.current());
        for (Path file : List.of(cert, key)) {
            swap(file, Path.of("../second").resolve(file.getFileName()));
        }
        settle(reloader);
        assertNotEquals(before, fingerprint(reloader.current()));
    }

    @Test
    void keepsTheOldOneWhenThePairDoesNotMatch() throws IOException {
        CertificateReloader reloader = reloader();
        TlsMaterial before = reloader.current();
        Files.copy(directory.resolve("second/server-cert.pem"), cert, StandardCopyOption.REPLACE_EXISTING);
        settle(reloader);
        assertSame(before, reloader.current());
        Files.copy(directory.resolve("second/server-key.pem"), key, StandardCopyOption.REPLACE_EXISTING);
        settle(reloader);
        assertNotEquals(fingerprint(before), fingerprint(reloader.current()), "the other half came later");
    }

    @Test
    void keepsTheOldOneWhenAFileIsMissingOrDamaged() throws IOException {
        CertificateReloader reloader = reloader();
        TlsMaterial before = reloader.current();
        Files.delete(key);
        settle(reloader);
        Files.writeString(key, "no key");
        settle(reloader);
        assertSame(before, reloader.current());
        assertEquals(new CertificateReloader.Reloads(0, 2, false), reloader.reloads());
        copy("second");
        settle(reloader);
        assertEquals(new CertificateReloader.Reloads(1, 2, true), reloader.reloads());
    }

    @Test
    void keepsTheOldOneWhenTheNewOneHasExpired() throws IOException {
        CertificateReloader reloader = reloader();
        TlsMaterial before = reloader.current();
        copy("second");
        now = now.plus(Duration.ofDays(4000));
        settle(reloader);
        assertSame(before, reloader.current());
    }

    @Test
    void readsAgainOnRequestAndOnceADay() {
        CertificateReloader reloader = reloader();
        TlsMaterial first = reloader.current();
        reloader.look(true);
        TlsMaterial second = reloader.current();
        assertNotSame(first, second);
        assertEquals(fingerprint(first), fingerprint(second));
        now = now.plus(Duration.ofDays(1));
        reloader.look(false);
        assertNotSame(second, reloader.current());
    }

    @Test
    void thereMustBeSomethingToBeginWith() throws IOException {
        Files.delete(key);
        assertThrows(ConfigException.class, this::reloader);
    }

    private CertificateReloader reloader() {
        TlsConfig config = new TlsConfig(
                Optional.of(cert), Optional.of(key), Optional.empty(), TlsEngine.AUTO, directory, List.of());
        CertificateReloader reloader =
                new CertificateReloader(() -> TlsMaterial.load(config, List.of()), config.files(), () -> now);
        opened.add(reloader);
        return reloader;
    }

    private static void settle(CertificateReloader reloader) {
        reloader.look(false);
        reloader.look(false);
    }

    private static String fingerprint(TlsMaterial material) {
        return material.identity().bundle().fingerprintSha256();
    }

    private void create(String name) {
        CertificateSet.create(
                directory.resolve(name), List.of(), Duration.ofDays(90), CertificateAuthority.KeyType.EC, false);
    }

    private void copy(String name) throws IOException {
        for (Path file : List.of(cert, key)) {
            Files.copy(directory.resolve(name).resolve(file.getFileName()), file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private void swap(Path link, Path target) throws IOException {
        Path fresh = directory.resolve("fresh");
        Files.createSymbolicLink(fresh, target);
        Files.move(fresh, link, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
