package io.github.mysqlmonitor.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The packaged proxy as a process of its own, with a state directory that ends with it.
 *
 * <p>It listens on a free port of 127.0.0.1, and wherever else its arguments say. Unless they name sinks, it writes all
 * events into a file beside its packet log, and {@link Unparsed} is told what was not decoded of them.
 */
public final class ProxyProcess implements AutoCloseable {
    private static final String EVENTS = "events.json";
    private static final Duration START_TIMEOUT = Duration.ofSeconds(40);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(40);
    private static final Pattern LISTEN = Pattern.compile("(?m)^ +listen +127\\.0\\.0\\.1:(\\d+)");
    private static final Pattern CA = Pattern.compile("(?m)^ +CA file +(\\S+)$");
    private static final Pattern RSS = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB$");

    private final Process process;
    private final Path dir;
    private final Path log;

    /** Takes on to {@link Unparsed} what was not decoded, once. */
    private boolean checked;

    private ProxyProcess(Process process, Path dir, Path log) {
        this.process = process;
        this.dir = dir;
        this.log = log;
    }

    /** Starts a proxy before a server, with more arguments for its command line. */
    public static ProxyProcess before(TestServer server, String... arguments) {
        return upstream(server.host() + ":" + server.port())
                .arguments(arguments)
                .start();
    }

    /** Prepares a proxy before any upstream: {@code HOST:PORT} or {@code unix:/path}. */
    public static Preparation upstream(String upstream) {
        return new Preparation(upstream);
    }

    /** Prepares a proxy that reads where to listen and to connect from a configuration file; port 0 is a free one. */
    public static Preparation configured(Path file) {
        return new Preparation(null).arguments("--config", file.toString());
    }

    /** Returns the launcher of the packaged proxy. */
    public static Path program() {
        return Path.of(System.getProperty("mysqlmonitor.dist", "target/dist"), "bin", "mysql-monitor");
    }

    /** Returns the address that clients connect to. */
    public String host() {
        return "127.0.0.1";
    }

    /** Returns the TCP port that it listens on. */
    public int port() {
        return Integer.parseInt(find(LISTEN, stderr(), "listen line"));
    }

    /** Returns the TCP ports of all listeners, in their order. */
    public List<Integer> ports() {
        return LISTEN.matcher(stderr())
                .results()
                .map(line -> Integer.valueOf(line.group(1)))
                .toList();
    }

    /** Returns the file with the CA of its generated certificate. */
    public Path caFile() {
        return Path.of(find(CA, stderr(), "CA file line"));
    }

    /** Returns a directory that ends with this proxy. */
    public Path dir() {
        return dir;
    }

    /** Returns its process id. */
    public long pid() {
        return process.pid();
    }

    /** Returns the process. */
    public Process process() {
        return process;
    }

    /** Returns its resident memory in kB, as Linux counts it. */
    public long rssKb() {
        return Long.parseLong(find(RSS, read(Path.of("/proc", Long.toString(pid()), "status")), "VmRSS"));
    }

    /** Returns the packet log so far. */
    public String log() {
        return read(log);
    }

    /** Returns the JSON lines so far. */
    public String events() {
        return read(dir.resolve(EVENTS));
    }

    /** Returns the file with the packet log, unless standard output was sent elsewhere. */
    public Path logFile() {
        return log;
    }

    /** Returns the messages so far. */
    public String stderr() {
        return read(dir.resolve("stderr"));
    }

    /** Waits for a line of the packet log that contains a match of the expression, and returns that line. */
    public String awaitLog(String regex, Duration timeout) {
        Pattern pattern = Pattern.compile(regex);
        awaitLog(text -> pattern.matcher(text).find(), timeout, regex);
        return log().lines()
                .filter(line -> pattern.matcher(line).find())
                .findFirst()
                .orElseThrow(() -> new AssertionError("No single line of the packet log matches " + regex));
    }

    /** Waits for the packet log to become as wanted. */
    public void awaitLog(Predicate<String> wanted, Duration timeout, String what) {
        await(() -> wanted.test(log()), timeout, () -> "the packet log: " + what);
    }

    /** Waits for a message that contains a match of the expression. */
    public void awaitStderr(String regex, Duration timeout) {
        Pattern pattern = Pattern.compile(regex);
        await(() -> pattern.matcher(stderr()).find(), timeout, () -> "standard error: " + regex);
    }

    /** Waits for something else that it brings about. */
    public void awaitThat(BooleanSupplier done, Duration timeout, String what) {
        await(done, timeout, () -> what);
    }

    /** Sends SIGTERM and returns the exit code. */
    public int stop() {
        process.destroy();
        return awaitExit(STOP_TIMEOUT);
    }

    /** Waits for the process to end and returns its exit code. */
    public int awaitExit(Duration timeout) {
        try {
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("The proxy did not end in " + timeout + ":\n" + stderr());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for the proxy's end", e);
        }
    }

    /** Ends the proxy at once if it still runs, and removes its directory. */
    @Override
    public void close() {
        process.destroyForcibly();
        awaitExit(STOP_TIMEOUT);
        checkEvents();
        try (Stream<Path> files = Files.walk(dir)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot remove " + dir, e);
        }
    }

    private void checkEvents() {
        Path events = dir.resolve(EVENTS);
        if (!checked && Files.exists(events)) {
            checked = true;
            WrittenEvents.check(events);
        }
    }

    @Override
    public String toString() {
        return "proxy " + pid() + " in " + dir;
    }

    private void await(BooleanSupplier done, Duration timeout, Supplier<String> what) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!done.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0 || !process.isAlive() && !done.getAsBoolean()) {
                throw new AssertionError("Not seen in " + timeout + " in " + what.get() + "\n--- packet log\n"
                        + tail(log()) + "\n--- standard error\n" + tail(stderr()));
            }
            pause();
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for the proxy", e);
        }
    }

    private static String tail(String text) {
        return text.length() <= 8000 ? text : "…" + text.substring(text.length() - 8000);
    }

    private static String find(Pattern pattern, String text, String what) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new AssertionError("No " + what + " in:\n" + text);
        }
        return matcher.group(1);
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8) : "";
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }

    /** What to start, before it is started. */
    public static final class Preparation {
        private final String upstream;
        private final List<String> arguments = new ArrayList<>();
        private final Map<String, String> environment = new LinkedHashMap<>();
        private List<String> wrapper = List.of();
        private String[] sinks = {"text:-", "json:@?show=all"};
        private File stdout;
        private Path state;

        private Preparation(String upstream) {
            this.upstream = upstream;
            // Made in the background, it would take processor time from tests that never start a second time.
            environment.put("MYSQL_MONITOR_CLASS_ARCHIVE", "off");
        }

        /** Adds arguments to the command line. */
        public Preparation arguments(String... more) {
            arguments.addAll(Arrays.asList(more));
            return this;
        }

        /** Has everything shown in every sink: commands, sessions, packets and the bytes of these. */
        public Preparation showingEverything() {
            sinks = new String[] {"text:-?show=all&payload=hex", "json:@?show=all&payload=base64"};
            return this;
        }

        /** Leaves the sinks to the arguments, or else to the proxy: what is not decoded then goes unnoticed. */
        public Preparation unwatched() {
            sinks = new String[0];
            return this;
        }

        /** Sets an environment variable, for instance {@code MYSQL_MONITOR_HEAP=128m}. */
        public Preparation environment(String name, String value) {
            environment.put(name, value);
            return this;
        }

        /** Names a state directory that is there before and after, instead of one that ends with the proxy. */
        public Preparation stateDirectory(Path directory) {
            state = directory;
            return this;
        }

        /** Has another program start the launcher, for instance one that lowers a limit first. */
        public Preparation startedBy(String... program) {
            wrapper = List.of(program);
            return this;
        }

        /** Sends the packet log to another file, for instance {@code /dev/full} or a named pipe. */
        public Preparation stdout(Path file) {
            stdout = file.toFile();
            return this;
        }

        /** Starts the proxy and waits until it has said where it listens. */
        public ProxyProcess start() {
            ProxyProcess proxy = launch();
            try {
                proxy.await(() -> proxy.stderr().contains("\n  sinks "), START_TIMEOUT, () -> "standard error: ready");
                return proxy;
            } catch (AssertionError e) {
                proxy.close();
                throw e;
            }
        }

        /** Starts the proxy and does not wait: for command lines that are refused. */
        public ProxyProcess launch() {
            List<String> command = new ArrayList<>(wrapper);
            command.add(program().toString());
            if (upstream != null) {
                command.addAll(List.of("--listen", "127.0.0.1:0", "--upstream", upstream));
            }
            try {
                Path dir = Files.createTempDirectory("mysql-monitor-it");
                Path stateDirectory = state == null ? dir.resolve("state") : state;
                command.addAll(List.of("--state-dir", stateDirectory.toString()));
                command.addAll(arguments);
                if (arguments.stream().noneMatch(argument -> argument.startsWith("--sink"))) {
                    String events = dir.resolve(EVENTS).toString();
                    Stream.of(sinks).forEach(sink -> command.addAll(List.of("--sink", sink.replace("@", events))));
                }
                Path log = dir.resolve("stdout");
                ProcessBuilder builder = new ProcessBuilder(command)
                        .redirectOutput(stdout == null ? log.toFile() : stdout)
                        .redirectError(dir.resolve("stderr").toFile());
                builder.environment().putAll(environment);
                return new ProxyProcess(builder.start(), dir, log);
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot run " + String.join(" ", command), e);
            }
        }
    }
}
