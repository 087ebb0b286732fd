package io.github.mysqlmonitor.bench;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/** TCP ports, seen in the kernel's tables: a connection to try one would be a session for the subject. */
final class Ports {
    private static final String LISTEN = "0A";
    private static final String ESTABLISHED = "01";

    private Ports() {}

    /** Below the range that the kernel takes for outgoing connections, of which there will be many. */
    static int free() throws IOException {
        for (int attempt = 0; attempt < 50; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException e) {
                continue; // taken: the next one
            }
        }
        throw new IOException("found no free port");
    }

    static boolean listening(int port) throws IOException {
        return count(port, LISTEN) > 0;
    }

    /** Connections to a port of this machine, seen from its side. */
    static int connections(int port) throws IOException {
        return count(port, ESTABLISHED);
    }

    private static int count(int port, String state) throws IOException {
        String ending = String.format(Locale.ROOT, ":%04X", port);
        int count = 0;
        for (String table : new String[] {"/proc/net/tcp", "/proc/net/tcp6"}) {
            for (String line : Files.readAllLines(Path.of(table))) {
                String[] fields = line.trim().split("\\s+");
                if (fields[1].endsWith(ending) && fields[3].equals(state)) {
                    count++;
                }
            }
        }
        return count;
    }
}
