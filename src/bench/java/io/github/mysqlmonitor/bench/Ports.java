package io.github.mysqlmonitor.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** TCP ports, seen in the kernel's tables: a connection to try one would be a session for the subject. */
final class Ports {
    private static final String LISTEN = "0A";
    private static final String ESTABLISHED = "01";

    private Ports() {}

    static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
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
