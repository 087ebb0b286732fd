package io.github.mysqlmonitor.sink.capture;

import io.github.mysqlmonitor.event.Interest;
import io.github.mysqlmonitor.event.MonitorEvent;
import io.github.mysqlmonitor.sink.Sink;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Records all sessions as they are relayed, for {@code mysql-monitor replay}; nothing in it is masked. */
public final class CaptureSink implements Sink {
    private static final int BUFFER_BYTES = 64 * 1024;

    private final String target;
    private final OutputStream out;
    private final CaptureWriter writer;
    private boolean failed;

    /** @param out taken: closed at the end */
    CaptureSink(String target, OutputStream out) {
        this.target = target;
        this.out = new BufferedOutputStream(out, BUFFER_BYTES);
        this.writer = new CaptureWriter(this.out);
    }

    /**
     * Creates the file, for the owner's eyes only.
     *
     * @throws java.nio.file.FileAlreadyExistsException if it is there: a recording is never overwritten
     */
    public static CaptureSink file(Path file) throws IOException {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] ownerOnly = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        Set<StandardOpenOption> create = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        return new CaptureSink(file.toString(), Channels.newOutputStream(FileChannel.open(file, create, ownerOnly)));
    }

    @Override
    public Set<Interest> interests() {
        return Set.of(Interest.CHUNKS, Interest.SESSIONS);
    }

    @Override
    public void accept(MonitorEvent event) throws IOException {
        boolean done = false;
        try {
            event.visit(writer);
            done = true;
        } finally {
            failed |= !done;
        }
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public String target() {
        return target;
    }

    @Override
    public String product() {
        return "capture";
    }

    @Override
    public void close() throws IOException {
        if (failed) {
            // The rest of the buffer would continue a record that is not complete.
            return;
        }
        out.close();
    }
}
