package io.github.mysqlmonitor.relay;

import io.github.mysqlmonitor.config.ConfigException;
import io.github.mysqlmonitor.config.Endpoint;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file that a Unix listener leaves behind when its process is killed. */
final class StaleSocket {
    private StaleSocket() {}

    /** @throws ConfigException if somebody listens on it, or if it is something else than a socket */
    static void remove(Endpoint.Unix unix) {
        Path path = Path.of(unix.path());
        if (!Files.exists(path)) {
            return;
        }
        if (Files.isRegularFile(path) || Files.isDirectory(path)) {
            throw new ConfigException(
                    ConfigException.Kind.CANNOT_BIND,
                    "cannot listen on " + unix + ": the file exists and is no socket");
        }
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            probe.connect(UnixDomainSocketAddress.of(path));
        } catch (IOException refused) {
            delete(unix, path);
            return;
        }
        throw new ConfigException(
                ConfigException.Kind.CANNOT_BIND, "cannot listen on " + unix + ": another process listens on it");
    }

    private static void delete(Endpoint.Unix unix, Path path) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new ConfigException(
                    ConfigException.Kind.CANNOT_BIND,
                    "cannot listen on " + unix + ": the stale socket cannot be removed: " + e.getMessage(),
                    e);
        }
    }
}
