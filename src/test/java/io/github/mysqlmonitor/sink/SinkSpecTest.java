package io.github.mysqlmonitor.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.config.ConfigException;
import io.github.mysqlmonitor.event.Interest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SinkSpecTest {
    private static final Set<Interest> ALL = Set.of(Interest.PACKETS, Interest.COMMANDS, Interest.SESSIONS);

    @TempDir
    private Path dir;

    @Test
    void fileNameWithQuestionMarkPercentAndUmlaut() throws IOException {
        String name = "what? 100% ä+b&c.json";
        SinkSpec spec = SinkSpec.parse("json:" + dir + "/what%3F 100%25 %c3%A4+b&c.json?show=all", Map.of());
        assertEquals(dir + "/" + name, spec.target());
        spec.open().close();
        assertTrue(Files.exists(dir.resolve(name)));
    }

    @Test
    void wrongUrisSayWhatIsKnownAndWhatWasMeant() {
        assertEquals(
                "sink jsno:a: no sink is called \"jsno\"; there are: capture, json, null, text; did you mean json?",
                error("jsno:a"));
        assertEquals(
                "sink text:-: no option is called \"shwo\"; there are: colour, max_payload, overload, payload, secrets, show; did you"
                        + " mean show?",
                error("text:-?shwo=all"));
        assertEquals(
                "sink json:-: no option is called \"colour\"; there are: max_payload, overload, payload, secrets, show",
                error("json:-?colour=on"));
        assertEquals(
                "sink text:-: show must be packets, commands, sessions, all, none, not \"comands\"; did you mean commands?",
                error("text:-?show=sessions,comands"));
        assertEquals("sink text:-: colour must be on, off, not \"yes\"", error("text:-?colour=yes"));
        assertEquals("sink json:-: payload must be none, hex, base64, not \"text\"", error("json:-?payload=text"));
        assertEquals("sink null:x: null takes no target", error("null:x"));
        assertEquals("sink json:: expected - or a file after the colon", error("json:"));
        assertEquals("sink \"text:-?show=all&show=all\": show is there twice", error("text:-?show=all&show=all"));
        assertEquals("sink \"text:100%.log\": a percent sign is written %25", error("text:100%.log"));
        assertEquals("sink \"text:%ff\": the bytes behind the percent signs are not UTF-8", error("text:%ff"));
        assertEquals("sink \"json\": expected SCHEME:TARGET, such as text:-", error("json"));
        assertEquals(
                "sink \"text:a?b\": expected OPTION=VALUE after the question mark; one in a file's name is written %3F",
                error("text:a?b"));
    }

    @Test
    void fileThatCannotBeOpenedSaysWhy() {
        assertEquals("there is no directory " + dir + "/no/such", ioError("json:" + dir + "/no/such/file"));
        assertEquals("Is a directory", ioError("text:" + dir));
    }

    @Test
    void defaultsOfOtherSchemesAreNoErrorAndHoldForSinksThatDoNotSay() throws IOException {
        Map<String, String> defaults = Map.of("colour", "on", "payload", "text", "max_payload", "7", "show", "all");
        assertEquals(ALL, interests("null:", defaults));
        assertEquals(Set.of(), interests("null:?show=none", defaults));
        assertEquals(ALL, interests("json:" + dir + "/a", defaults));
        assertEquals(Set.of(Interest.COMMANDS), interests("json:" + dir + "/a?show=commands", defaults));
        try (Sink json = SinkSpec.parse("json:" + dir + "/a", defaults).open()) {
            assertEquals(7, json.payloadBytes());
        }
    }

    @Test
    void eachSchemeHasItsOwnCustom() throws IOException {
        assertEquals(Set.of(), interests("null:", Map.of()));
        assertEquals(ALL, interests("null:?show=all", Map.of()));
        assertEquals(Set.of(Interest.PACKETS, Interest.SESSIONS), interests("text:" + dir + "/t", Map.of()));
        assertEquals(Set.of(Interest.COMMANDS, Interest.SESSIONS), interests("json:" + dir + "/j", Map.of()));
    }

    @Test
    void fileIsForItsOwnerAndKeepsWhatItHas() throws IOException {
        Path fresh = dir.resolve("fresh");
        SinkSpec.parse("json:" + fresh, Map.of()).open().close();
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(fresh)));

        Path old = Files.writeString(dir.resolve("old"), "{\"cut off\":");
        Files.setPosixFilePermissions(old, PosixFilePermissions.fromString("rw-r--r--"));
        SinkSpec.parse("json:" + old, Map.of()).open().close();
        assertEquals("rw-r--r--", PosixFilePermissions.toString(Files.getPosixFilePermissions(old)));
        List<String> lines = Files.readAllLines(old);
        assertEquals(2, lines.size());
        assertEquals("{\"cut off\":", lines.get(0));
        assertTrue(lines.get(1).startsWith("{\"v\":1,"), lines.get(1));
    }

    @Test
    void everyStartWritesTheVersionAgain() throws IOException {
        for (int i = 0; i < 2; i++) {
            SinkSpec.parse("json:" + dir + "/twice", Map.of()).open().close();
        }
        List<String> lines = Files.readAllLines(dir.resolve("twice"));
        assertEquals(2, lines.size());
        assertTrue(lines.stream().allMatch(line -> line.startsWith("{\"v\":1,\"schema_url\":")), lines.toString());
    }

    @Test
    void fullDiskIsAnErrorAtTheStart() {
        if (Files.isWritable(Path.of("/dev/full"))) {
            assertTrue(ioError("json:/dev/full").contains("No space left"));
        }
    }

    private static Set<Interest> interests(String uri, Map<String, String> defaults) throws IOException {
        try (Sink sink = SinkSpec.parse(uri, defaults).open()) {
            return sink.interests();
        }
    }

    private static String error(String uri) {
        return assertThrows(
                        ConfigException.class,
                        () -> SinkSpec.parse(uri, Map.of()).open(),
                        uri)
                .getMessage();
    }

    private static String ioError(String uri) {
        return assertThrows(
                        IOException.class, () -> SinkSpec.parse(uri, Map.of()).open())
                .getMessage();
    }
}
