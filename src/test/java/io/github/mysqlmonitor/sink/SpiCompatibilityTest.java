package io.github.mysqlmonitor.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.event.EventVisitor;
import io.github.mysqlmonitor.event.MonitorEvent;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

/**
 * Sinks of others that were built against an older version. {@code spi/1} holds the sources of what version 1 of the SPI
 * is made of. They never change; if a second version is ever needed, it gets a directory of its own.
 */
class SpiCompatibilityTest {
    private static final Path FROZEN = Path.of("src/test/resources/spi/1");
    private static final Path GUIDE = Path.of("docs/sinks.md");

    /** Writes down the names of what it got. */
    private static final String RECORDER = """
            package org.example;
            import io.github.mysqlmonitor.event.*;
            import io.github.mysqlmonitor.sink.*;
            import java.io.IOException;
            import java.nio.file.*;
            import java.util.*;
            public final class RecorderProvider implements SinkProvider {
                @Override public String scheme() { return "recorder"; }
                @Override public Set<String> options() { return Set.of("show"); }
                @Override public Sink open(SinkSpec spec) { return new Recorder(Path.of(spec.target()), Show.of(spec, "all")); }
                static final class Recorder implements Sink, EventVisitor {
                    private final Path file;
                    private final Set<Interest> interests;
                    private final List<String> lines = new ArrayList<>();
                    Recorder(Path file, Set<Interest> interests) { this.file = file; this.interests = interests; }
                    @Override public Set<Interest> interests() { return interests; }
                    @Override public void accept(MonitorEvent event) throws IOException { event.visit(this); }
                    @Override public void commandFinished(CommandFinished command) {
                        lines.add("command " + command.command() + " " + command.content().summary());
                    }
                    @Override public void sessionClosed(MonitorEvent.SessionClosed closed) {
                        lines.add("closed " + closed.facts().user());
                    }
                    @Override public void eventsDropped(MonitorEvent.EventsDropped dropped) {
                        lines.add("dropped " + dropped.count());
                    }
                    @Override public void close() throws IOException { Files.write(file, lines); }
                }
            }
            """;

    @TempDir
    private Path dir;

    @Test
    void exampleOfTheGuideRunsThoughItWasBuiltAgainstTheFrozenVersion() throws IOException {
        String guide = Files.readString(GUIDE);
        int start = guide.indexOf("```java\n") + "```java\n".length();
        String example = guide.substring(start, guide.indexOf("```", start));
        Path jar = jar("ErrorSinkProvider", example, compile(FROZEN, "frozen"));
        List<String> lines = run(jar, "errors");
        assertEquals(List.of("1146 app SELECT 1 FROM nowhere"), lines);
    }

    @Test
    void sinkBuiltBeforeATypeOfEventExistedGoesOnWorking() throws IOException {
        Path jar = jar("RecorderProvider", RECORDER, compile(withoutTransactions(), "older"));
        assertEquals(
                List.of(
                        "command Query SELECT orders",
                        "command StmtExecute INSERT orders",
                        "command Query SELECT nowhere",
                        "command Query SELECT",
                        "dropped 5",
                        "closed app"),
                run(jar, "recorder"));
    }

    @Test
    void nothingOfTheFrozenVersionIsGone() throws Exception {
        Path classes = compile(FROZEN, "frozen");
        List<String> gone = new ArrayList<>();
        int checked = 0;
        try (URLClassLoader frozen = new URLClassLoader(
                        new URL[] {classes.toUri().toURL(), slf4j()}, ClassLoader.getPlatformClassLoader());
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name =
                        classes.relativize(file).toString().replace('/', '.').replaceFirst("\\.class$", "");
                Class<?> old = frozen.loadClass(name);
                if (isPublic(old)) {
                    checked++;
                    Set<String> missing = surface(old);
                    missing.removeAll(surface(Class.forName(name)));
                    missing.forEach(member -> gone.add(name + ": " + member));
                }
            }
        }
        assertTrue(checked > 30, checked + " classes");
        assertEquals(List.of(), gone);
    }

    @Test
    void sinksOfOthersNeedNoMethodThatTheyDoNotHave() throws Exception {
        Path classes = compile(FROZEN, "frozen");
        try (URLClassLoader frozen = new URLClassLoader(
                new URL[] {classes.toUri().toURL(), slf4j()}, ClassLoader.getPlatformClassLoader())) {
            for (Class<?> type : List.of(Sink.class, SinkProvider.class, EventVisitor.class)) {
                assertEquals(abstractMethods(frozen.loadClass(type.getName())), abstractMethods(type), type.getName());
            }
        }
    }

    private List<String> run(Path jar, String scheme) throws IOException {
        Path written = dir.resolve(scheme + ".txt");
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, before)) {
            Thread.currentThread().setContextClassLoader(loader);
            try (Sink sink = SinkSpec.parse(scheme + ":" + written, Map.of()).open()) {
                assertFalse(sink.interests().isEmpty());
                for (MonitorEvent event : SampleEvents.all()) {
                    sink.accept(event);
                }
                sink.flush();
            }
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
        return Files.readAllLines(written);
    }

    /** A version of the SPI that does not know of transactions yet. */
    private Path withoutTransactions() throws IOException {
        Path copy = dir.resolve("older-sources");
        for (Path file : listed(FROZEN)) {
            if (!file.endsWith("TransactionFinished.java")) {
                String text = Files.readString(file)
                        .replaceFirst("default void transactionFinished\\(.*\\{}", "")
                        .replaceFirst("(permits[^{]*), TransactionFinished", "$1");
                assertFalse(text.contains("TransactionFinished"), file.toString());
                Path target = copy.resolve(FROZEN.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.writeString(target, text);
            }
        }
        return copy;
    }

    private static List<Path> listed(Path sources) throws IOException {
        try (Stream<Path> files = Files.walk(sources)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    private Path compile(Path sources, String name) throws IOException {
        Path classes = Files.createDirectories(dir.resolve(name));
        javac(classes, Path.of(slf4j().getPath()).toString(), listed(sources));
        return classes;
    }

    private Path jar(String provider, String source, Path against) throws IOException {
        Path file = dir.resolve(provider + ".java");
        Files.writeString(file, source);
        Path classes = Files.createDirectories(dir.resolve(provider));
        javac(classes, against.toString(), List.of(file));
        Path jar = dir.resolve(provider + ".jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out);
                Stream<Path> files = Files.walk(classes)) {
            for (Path entry : files.filter(Files::isRegularFile).toList()) {
                entries.putNextEntry(new JarEntry(classes.relativize(entry).toString()));
                entries.write(Files.readAllBytes(entry));
            }
            entries.putNextEntry(new JarEntry("META-INF/services/" + SinkProvider.class.getName()));
            entries.write(("org.example." + provider).getBytes(StandardCharsets.UTF_8));
        }
        return jar;
    }

    private static void javac(Path to, String classPath, List<Path> sources) {
        List<String> arguments = new ArrayList<>(
                List.of("--release", "17", "-proc:none", "-nowarn", "-d", to.toString(), "-cp", classPath));
        sources.forEach(source -> arguments.add(source.toString()));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        assertEquals(0, compiler.run(null, null, null, arguments.toArray(String[]::new)), sources.toString());
    }

    private static URL slf4j() {
        return Logger.class.getProtectionDomain().getCodeSource().getLocation();
    }

    private static boolean isPublic(Class<?> type) {
        return Modifier.isPublic(type.getModifiers())
                && (type.getDeclaringClass() == null || isPublic(type.getDeclaringClass()));
    }

    /** Everything public. Only we make records of events, so they may get more components. */
    private static Set<String> surface(Class<?> type) {
        Set<String> members = new TreeSet<>();
        for (Method method : type.getMethods()) {
            members.add(
                    method.getReturnType().getName() + " " + method.getName() + parameters(method.getParameterTypes()));
        }
        for (Field field : type.getFields()) {
            members.add(field.getType().getName() + " " + field.getName());
        }
        if (!type.isRecord()) {
            for (Constructor<?> constructor : type.getConstructors()) {
                members.add("new" + parameters(constructor.getParameterTypes()));
            }
        }
        return members;
    }

    private static Set<String> abstractMethods(Class<?> type) {
        return Arrays.stream(type.getMethods())
                .filter(method -> Modifier.isAbstract(method.getModifiers()))
                .map(method -> method.getName() + parameters(method.getParameterTypes()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String parameters(Class<?>[] types) {
        return Arrays.stream(types).map(Class::getName).collect(Collectors.joining(", ", "(", ")"));
    }
}
