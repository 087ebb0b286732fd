package io.github.mysqlmonitor.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether stdout is a terminal that wants colour. The JDK's own console asks about stdin as well, and differs by version. */
final class Terminal {
    private static final Path STDOUT = Path.of("/proc/self/fd/1");

    private Terminal() {}

    static boolean wantsColour() {
        return System.getenv("NO_COLOR") == null && !"dumb".equals(System.getenv("TERM")) && isStdout();
    }

    private static boolean isStdout() {
        try {
            String device = Files.readSymbolicLink(STDOUT).toString();
            return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty") || device.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException noProc) {
            // No /proc on this system: plain text is always readable.
            return false;
        }
    }
}
