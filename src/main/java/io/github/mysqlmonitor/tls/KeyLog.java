package io.github.mysqlmonitor.tls;

import io.github.mysqlmonitor.config.ConfigException;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.ReferenceCountedOpenSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.internal.tcnative.SSLContext;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the keys of TLS sessions to a file, in the format that NSS began and Wireshark reads: a line for each secret,
 * {@code LABEL client-random secret}. With it whoever has recorded the traffic can read it.
 *
 * <p>Only BoringSSL tells its keys. Netty shows nobody the pointer that BoringSSL's binding wants ({@code sslCtxPointer()}
 * is another one, with which the JVM crashes), so it is read from a protected field. This is the one place that does so,
 * and a test holds it against the version of Netty that is in use. Lines come in whatever threads shake hands.
 *
 * @see <a href="https://www.ietf.org/archive/id/draft-ietf-tls-keylogfile-02.html">the format</a>
 */
public final class KeyLog implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(KeyLog.class);
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private final Path file;
    private final FileChannel channel;
    private final Field pointer;
    private boolean failed;

    private KeyLog(Path file, FileChannel channel, Field pointer) {
        this.file = file;
        this.channel = channel;
        this.pointer = pointer;
    }

    /**
     * Opens the file to append to it; a new one can be read by its owner only.
     *
     * @throws ConfigException of kind USAGE if it cannot be written, or others can read it, or if no keys can be had
     */
    public static KeyLog open(Path file) {
        if (!OpenSsl.isAvailable()) {
            throw new ConfigException(
                    ConfigException.Kind.USAGE,
                    "--tls-keylog needs BoringSSL, which cannot be loaded: the JDK's TLS does not tell its keys",
                    OpenSsl.unavailabilityCause());
        }
        return open(file, pointer("ctx"));
    }

    static KeyLog open(Path file, Field pointer) {
        try {
            if (!Files.exists(file)) {
                Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            }
            Set<PosixFilePermission> others = new HashSet<>(Files.getPosixFilePermissions(file));
            others.removeAll(OWNER_ONLY);
            if (!Files.isRegularFile(file)) {
                throw unusable(file, "is not a file");
            }
            if (!others.isEmpty()) {
                throw unusable(file, "is open to others: make it yours only (chmod 600), or name a new file");
            }
            return new KeyLog(file, FileChannel.open(file, StandardOpenOption.APPEND), pointer);
        } catch (IOException e) {
            throw new ConfigException(
                    ConfigException.Kind.USAGE,
                    "--tls-keylog " + file + " cannot be written: "
                            + e.getClass().getSimpleName() + " " + PemFile.oneLine(e),
                    e);
        }
    }

    private static ConfigException unusable(Path file, String why) {
        return new ConfigException(ConfigException.Kind.USAGE, "--tls-keylog " + file + " " + why);
    }

    /**
     * Where Netty keeps the address of what BoringSSL's binding calls a context.
     *
     * @throws ConfigException of kind USAGE if this version of Netty has none by that name
     */
    static Field pointer(String name) {
        try {
            Field field = ReferenceCountedOpenSslContext.class.getDeclaredField(name);
            if (field.getType() != long.class) {
                throw new NoSuchFieldException(name + " of type long");
            }
            field.setAccessible(true);
            return field;
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new ConfigException(
                    ConfigException.Kind.USAGE,
                    "--tls-keylog does not work with this version of Netty, in which it finds no keys"
                            + " (ReferenceCountedOpenSslContext." + name + "): leave it out, or use the libraries that"
                            + " mysql-monitor comes with",
                    e);
        }
    }

    /**
     * Has the keys of all handshakes logged that begin in this context from now on.
     *
     * @param leg the client or the server
     */
    void attach(SslContext context, String leg) {
        if (!(context instanceof ReferenceCountedOpenSslContext openSsl)) {
            log.warn("--tls-keylog: the {}'s leg uses the JDK's TLS, whose keys are not logged", leg);
            return;
        }
        openSsl.retain();
        try {
            if (!SSLContext.setKeyLogCallback(pointer.getLong(openSsl), (session, line) -> write(line))) {
                log.warn("--tls-keylog: BoringSSL does not tell its keys of the {}'s leg", leg);
            }
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("a field that was made accessible can be read", e);
        } finally {
            ReferenceCountUtil.release(openSsl);
        }
    }

    /** From BoringSSL, in the middle of a handshake, which must not fail for it. */
    private synchronized void write(byte[] line) {
        ByteBuffer text = ByteBuffer.allocate(line.length + 1);
        text.put(line).put((byte) '\n').flip();
        try {
            while (text.hasRemaining()) {
                channel.write(text);
            }
        } catch (IOException e) {
            if (!failed) {
                failed = true;
                log.error("--tls-keylog: {} cannot be written, keys are missing in it: {}", file, PemFile.oneLine(e));
            }
        }
    }

    /** What the operator must know at the start. */
    public String warning() {
        return "--tls-keylog: THE KEYS OF ALL TLS SESSIONS ARE WRITTEN TO " + file.toAbsolutePath()
                + ": whoever has it and the recorded traffic reads everything, passwords included. For finding faults,"
                + " not for production; remove the file afterwards";
    }

    /** For the end of the process: handshakes that still run are not logged. */
    @Override
    public synchronized void close() {
        try {
            failed = true; // Said once, at the end of all, it would be about nothing.
            channel.close();
        } catch (IOException e) {
            log.warn("{} cannot be closed: {}", file, PemFile.oneLine(e));
        }
    }
}
