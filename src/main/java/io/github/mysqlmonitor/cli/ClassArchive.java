package io.github.mysqlmonitor.cli;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the launcher make an archive of classes, by which later starts are faster, when it says that there is none
 * for this JVM, these options and these jars. Works in the background, in another process; whatever goes wrong costs
 * nothing but that.
 */
final class ClassArchive implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ClassArchive.class);
    /** Both are set by the launcher, when an archive is to be made. */
    private static final String LAUNCHER = "mysqlmonitor.launcher";

    private static final String ARCHIVES = "mysqlmonitor.archives";
    /** The start itself, and the first sessions, come first. */
    private static final long DELAY_SECONDS = 3;

    private static final long LONGEST_SECONDS = 300;

    private Optional<Thread> thread = Optional.empty();

    /** Makes one if there is none. */
    void makeInBackground() {
        String launcher = System.getProperty(LAUNCHER);
        String archives = System.getProperty(ARCHIVES);
        if (launcher == null || archives == null) {
            return;
        }
        Thread maker = new Thread(() -> make(Path.of(launcher), Path.of(archives)), "class archive");
        maker.setDaemon(true);
        maker.start();
        thread = Optional.of(maker);
    }

    private static void make(Path launcher, Path archives) {
        try {
            TimeUnit.SECONDS.sleep(DELAY_SECONDS);
            Files.createDirectories(
                    archives, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            // Proxies that share a state directory make it once. The lock ends with this process, however that ends.
            try (FileChannel file = FileChannel.open(
                            archives.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = file.tryLock()) {
                if (lock != null) {
                    launch(launcher, archives);
                }
            }
        } catch (IOException | UnsupportedOperationException e) {
            log.debug("no class archive can be made in {}: {}", archives, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // The program stops.
        }
    }

    private static void launch(Path launcher, Path archives) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(launcher.toString())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("MYSQL_MONITOR_CLASS_ARCHIVE", "train");
        builder.environment()
                .put("MYSQL_MONITOR_STATE_DIR", archives.getParent().toString());
        Process process = builder.start();
        try {
            boolean ended = process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS);
            log.debug("class archive in {}: {}", archives, ended ? "exit " + process.exitValue() : "takes too long");
        } finally {
            end(process);
        }
    }

    /** The launcher first, which would take the end of what it waits for as a failure to remember. */
    private static void end(Process process) {
        List<ProcessHandle> below = process.descendants().toList();
        process.destroyForcibly();
        below.forEach(ProcessHandle::destroyForcibly);
    }

    /** Gives up what is not finished; the next start begins anew. */
    @Override
    public void close() {
        thread.ifPresent(running -> {
            running.interrupt();
            try {
                running.join(TimeUnit.SECONDS.toMillis(1));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
