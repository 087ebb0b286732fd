package io.github.mysqlmonitor.sink;

import java.io.Closeable;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a sink writes lines to: the process's standard output, which stays open at the end, or a file. A file is appended
 * to, or created for its owner's eyes only. Writes to a channel, because a PrintStream hides errors. For one thread.
 */
public final class LineOutput implements Closeable {
    private static final Logger log = LoggerFactory.getLogger(LineOutput.class);
    private static final long FULL_PIPE_NAP_NANOS = 1_000_000;
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private final String target;
    private final WritableByteChannel channel;
    private final boolean closesChannel;
    private boolean failed;

    public LineOutput(String target, WritableByteChannel channel, boolean closesChannel) {
        this.target = target;
        this.channel = channel;
        this.closesChannel = closesChannel;
    }

    /**
     * Opens what the target says: {@code -} or a file.
     *
     * @throws IOException if it cannot be opened for writing; the message says why, not which
     */
    public static LineOutput open(SinkSpec spec) throws IOException {
        if (spec.target().equals("-")) {
            return new LineOutput("stdout", new FileOutputStream(FileDescriptor.out).getChannel(), false);
        }
        if (spec.target().isEmpty()) {
            throw spec.wrong("expected - or a file after the colon");
        }
        try {
            Path file = Path.of(spec.target());
            return new LineOutput(file.toString(), append(file), true);
        } catch (InvalidPathException e) {
            throw spec.wrong(e.getMessage());
        }
    }

    private static FileChannel append(Path file) throws IOException {
        FileAttribute<?>[] ownerOnly = POSIX
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        boolean existed = Files.isRegularFile(file);
        FileChannel out;
        try {
            out = FileChannel.open(file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND), ownerOnly);
        } catch (FileSystemException e) {
            throw new IOException(reason(file, e), e);
        }
        if (existed) {
            warnIfOthersMayRead(file);
            endLine(file, out);
        }
        return out;
    }

    private static String reason(Path file, FileSystemException e) {
        Path directory = file.toAbsolutePath().getParent();
        if (e instanceof NoSuchFileException && directory != null && !Files.isDirectory(directory)) {
            return "there is no directory " + directory;
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        return e.getReason() == null ? e.toString() : e.getReason();
    }

    private static void warnIfOthersMayRead(Path file) throws IOException {
        if (POSIX) {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            if (permissions.contains(PosixFilePermission.GROUP_READ)
                    || permissions.contains(PosixFilePermission.OTHERS_READ)) {
                log.warn(
                        "{} can be read by others; it exists and keeps its permissions {}",
                        file,
                        PosixFilePermissions.toString(permissions));
            }
        }
    }

    /** A process that was killed leaves half a line, which must not grow together with our first one. */
    private static void endLine(Path file, FileChannel out) throws IOException {
        long size = out.size();
        if (size == 0 || !Files.isReadable(file)) {
            return;
        }
        ByteBuffer last = ByteBuffer.allocate(1);
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
            if (in.read(last, size - 1) == 1 && last.get(0) != '\n') {
                out.write(ByteBuffer.wrap(new byte[] {'\n'}));
            }
        }
    }

    /** As an operator calls it: {@code stdout} or the file's name. */
    public String target() {
        return target;
    }

    /** Writes all of it, however long that takes. */
    public void write(ByteBuffer bytes) throws IOException {
        boolean done = false;
        try {
            while (bytes.hasRemaining()) {
                if (channel.write(bytes) == 0) {
                    // somebody made the pipe non-blocking, and it is full
                    LockSupport.parkNanos(FULL_PIPE_NAP_NANOS);
                }
            }
            done = true;
        } finally {
            failed |= !done;
        }
    }

    /** Whether a write failed, so that another one makes no sense. */
    public boolean failed() {
        return failed;
    }

    @Override
    public void close() throws IOException {
        if (closesChannel) {
            channel.close();
        }
    }
}
