package io.github.mysqlmonitor.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What stands between client and server.
 *
 * @param name for the command line and the results
 * @param title for the tables
 * @param program how to start it; nothing for the direct connection
 * @param java whether it is a JVM
 */
record Subject(String name, String title, Optional<Program> program, boolean java) {
    static final String DIRECT = "direct";
    static final String HAPROXY = "haproxy";
    static final String ROUTER = "router";
    static final String NULL = "null";
    static final String FRAMES = "frames";
    static final String JSON = "json";
    static final String TEXT = "text";
    static final String ALL = "all";
    /** The state directory of ours, beside the directories of all subjects: they differ in their sinks only. */
    static final String STATE = "state";

    /** Makes the command that listens on a port; may write files into a directory of its own. */
    @FunctionalInterface
    interface Program {
        List<String> command(int port, Path directory) throws IOException;
    }

    /** What sinks of ours write to, if they write to files. */
    static Path sinkFile(Path directory) {
        return directory.resolve("events");
    }
}
