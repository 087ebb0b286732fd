package io.github.mysqlmonitor.cli;

import io.github.mysqlmonitor.config.ConfigException;
import io.github.mysqlmonitor.relay.ProxyServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/**
 * What SIGHUP brings about: the configuration file and the certificates are read again. All of it works, or everything
 * stays as it was. Sessions that are open keep what they began with.
 */
final class ConfigReload implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ConfigReload.class);

    private final Optional<FileInUse> file;
    private final List<Front> fronts;
    private final ProxyServer server;

    /** One at a time, and one more that waits: it will read what is there then. */
    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(
            0,
            1,
            1,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(1),
            task -> {
                Thread reload = new Thread(task, "reload");
                reload.setDaemon(true);
                return reload;
            },
            new ThreadPoolExecutor.DiscardPolicy());

    /** @param fronts in the order of the file's listeners */
    ConfigReload(Optional<FileInUse> file, List<Front> fronts, ProxyServer server) {
        this.file = file;
        this.fronts = fronts;
        this.server = server;
    }

    /** From any thread, returns at once. */
    void request() {
        if (file.isPresent()) {
            thread.execute(() -> reload(file.get()));
        } else {
            certificatesOnly();
        }
    }

    private void certificatesOnly() {
        fronts.forEach(front -> front.certificates().request());
    }

    private void reload(FileInUse inUse) {
        try {
            FileInUse.Change change = inUse.again();
            change.needRestart()
                    .forEach(what -> log.warn("{}: that needs a restart, the old value stays in use", what));
            if (change.applied().isEmpty()) {
                certificatesOnly();
                return;
            }
            adopt(prepare(change.listeners()));
            inUse.adopt(change);
            log.info(
                    "configuration reloaded file={} changed={}; open sessions keep theirs",
                    inUse.path(),
                    String.join(",", change.applied()));
        } catch (ConfigException | CommandLine.ParameterException e) {
            fronts.forEach(front -> front.certificates().notAdopted());
            log.error("configuration reload failed: {}; everything stays as it was", e.getMessage());
        } catch (RuntimeException e) {
            fronts.forEach(front -> front.certificates().notAdopted());
            log.error("configuration reload failed, everything stays as it was", e);
        }
    }

    private List<Front.Change> prepare(List<RunOptions> listeners) {
        List<Front.Change> changes = new ArrayList<>();
        boolean complete = false;
        try {
            for (int i = 0; i < listeners.size(); i++) {
                changes.add(fronts.get(i).prepare(listeners.get(i)));
            }
            complete = true;
            return changes;
        } finally {
            if (!complete) {
                changes.forEach(Front.Change::discard);
            }
        }
    }

    /** Contexts before modes: a session that begins in between is verified by the old ones or the new ones. */
    private void adopt(List<Front.Change> changes) {
        for (int i = 0; i < changes.size(); i++) {
            fronts.get(i).adopt(changes.get(i));
        }
        server.reconfigure(changes.stream().map(Front.Change::proxy).toList());
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
