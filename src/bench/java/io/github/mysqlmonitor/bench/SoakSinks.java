package io.github.mysqlmonitor.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** All sinks at once: two that are read, one that blocks, one that throws away, and a recording that must be complete. */
final class SoakSinks {
    private static final long END_MILLIS = 120_000;

    final PipeSink text;
    final PipeSink json;
    final PipeSink blocked;
    final Path capture;

    private SoakSinks(PipeSink text, PipeSink json, PipeSink blocked, Path capture) {
        this.text = text;
        this.json = json;
        this.blocked = blocked;
        this.capture = capture;
    }

    static SoakSinks make(Path directory) throws IOException, InterruptedException {
        return new SoakSinks(
                PipeSink.make(directory.resolve("text"), false),
                PipeSink.make(directory.resolve("json"), false),
                PipeSink.make(directory.resolve("blocked"), true),
                directory.resolve("capture"));
    }

    List<String> arguments() {
        return List.of(
                "--show-secrets",
                "--sink",
                "text:" + text.path() + "?show=commands",
                "--sink",
                "json:" + json.path(),
                "--sink",
                "text:" + blocked.path() + "?show=all&overload=drop",
                "--sink",
                "capture:" + capture + "?overload=pause",
                "--sink",
                "null:?show=all");
    }

    void awaitEnd() throws IOException, InterruptedException {
        for (PipeSink pipe : List.of(text, json, blocked)) {
            pipe.awaitEnd(END_MILLIS);
        }
    }

    /** How many commands a replay of the recording tells of. */
    long recordedCommands(Path program, Path directory, Path log) throws IOException, InterruptedException {
        PipeSink replayed = PipeSink.make(directory.resolve("replayed"), false);
        Child.run(
                List.of(
                        program.toString(),
                        "replay",
                        capture.toString(),
                        "--sink",
                        "text:" + replayed.path() + "?show=commands"),
                directory,
                log);
        replayed.awaitEnd(END_MILLIS);
        return replayed.commands();
    }

    long captureBytes() throws IOException {
        return Files.size(capture);
    }
}
