package io.github.mysqlmonitor.sink.text;

import io.github.mysqlmonitor.event.Interest;
import io.github.mysqlmonitor.event.MonitorEvent;
import io.github.mysqlmonitor.sink.Sink;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.ZoneId;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** The packet log: a line per event, in UTF-8. Writes to a channel, because a PrintStream hides errors. */
public final class TextSink implements Sink {
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int MAX_KEPT_CHARS = 256 * 1024;
    private static final long FULL_PIPE_NAP_NANOS = 1_000_000;

    private final String target;
    private final Set<Interest> interests;
    private final int payloadBytes;
    private final WritableByteChannel channel;
    private final boolean closesChannel;
    private final TextFormat format;
    private final Utf8Buffer buffer = new Utf8Buffer(BUFFER_BYTES, this::write);
    private StringBuilder lines = new StringBuilder(1024);
    private boolean failed;

    TextSink(String target, WritableByteChannel channel, boolean closesChannel, TextOptions options, ZoneId zone) {
        this.target = target;
        this.interests = options.interests();
        this.payloadBytes = options.payload() == PayloadMode.NONE ? 0 : options.payloadBytes();
        this.channel = channel;
        this.closesChannel = closesChannel;
        this.format = new TextFormat(options, zone);
    }

    /** The process's standard output, which stays open at the end. */
    public static TextSink stdout(TextOptions options) {
        FileChannel out = new FileOutputStream(FileDescriptor.out).getChannel();
        return new TextSink("stdout", out, false, options, ZoneId.systemDefault());
    }

    /**
     * Appends to the file, or creates it for the owner's eyes only.
     *
     * @throws IOException if it cannot be opened for writing
     */
    public static TextSink file(Path file, TextOptions options) throws IOException {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] ownerOnly = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        Set<StandardOpenOption> append = Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        FileChannel out = FileChannel.open(file, append, ownerOnly);
        return new TextSink(file.toString(), out, true, options, ZoneId.systemDefault());
    }

    @Override
    public Set<Interest> interests() {
        return interests;
    }

    @Override
    public int payloadBytes() {
        return payloadBytes;
    }

    @Override
    public void accept(MonitorEvent event) throws IOException {
        lines.setLength(0);
        format.append(lines, event);
        buffer.append(lines);
        if (lines.capacity() > MAX_KEPT_CHARS) {
            lines = new StringBuilder(1024);
        }
    }

    @Override
    public void flush() throws IOException {
        buffer.flush();
    }

    @Override
    public String target() {
        return target;
    }

    @Override
    public String product() {
        return "packet log";
    }

    @Override
    public void close() throws IOException {
        try {
            if (!failed) {
                flush();
            }
        } finally {
            if (closesChannel) {
                channel.close();
            }
        }
    }

    private void write(ByteBuffer bytes) throws IOException {
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
}
