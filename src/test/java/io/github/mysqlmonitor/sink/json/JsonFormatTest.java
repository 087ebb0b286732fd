package io.github.mysqlmonitor.sink.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.github.mysqlmonitor.event.CertificateFacts;
import io.github.mysqlmonitor.event.CommandFinished;
import io.github.mysqlmonitor.event.Interest;
import io.github.mysqlmonitor.event.LegSecurity;
import io.github.mysqlmonitor.event.MonitorEvent;
import io.github.mysqlmonitor.event.NamedValue;
import io.github.mysqlmonitor.sink.SampleEvents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

class JsonFormatTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/events.jsonl");
    private static final JsonFactory STRICT = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final JsonOptions PLAIN = options(PayloadMode.NONE);

    @Test
    void everyEventLooksAsInTheGoldenFile() throws IOException {
        List<String> lines = allLines();
        if (Boolean.getBoolean("golden.write")) {
            Files.createDirectories(GOLDEN.getParent());
            Files.write(GOLDEN, lines);
        }
        assertEquals(Files.readString(GOLDEN), String.join("\n", lines) + "\n");
    }

    @Test
    void everyLineFollowsTheSchema() throws IOException {
        Schema schema = schema();
        for (String line : Files.readAllLines(GOLDEN)) {
            List<Error> errors = schema.validate(line, InputFormat.JSON);
            assertTrue(errors.isEmpty(), () -> errors + "\n" + line);
        }
    }

    @Test
    void schemaRefusesWhatIsNotInIt() throws IOException {
        Schema schema = schema();
        for (String wrong : List.of(
                "{}",
                "{\"timestamp\":\"2026-11-21T10:41:07.121456000Z\",\"mysql_monitor.event\":\"party\"}",
                "{\"timestamp\":\"2026-11-21 10:41:07\",\"mysql_monitor.event\":\"notice\",\"mysql_monitor.text\":\"a\"}",
                "{\"timestamp\":\"2026-11-21T10:41:07.121456000Z\",\"mysql_monitor.event\":\"command_finished\"}",
                "{\"timestamp\":\"2026-11-21T10:41:07.121456000Z\",\"mysql_monitor.event\":\"notice\","
                        + "\"mysql_monitor.text\":\"a\",\"mysql_monitor.unheard_of\":1}")) {
            assertFalse(schema.validate(wrong, InputFormat.JSON).isEmpty(), wrong);
        }
    }

    @Test
    void aResumedLegTellsWhenItsCertificateWasLookedAt() throws IOException {
        LegSecurity resumed = new LegSecurity(
                LegSecurity.Kind.TLS,
                "TLSv1.3",
                "AES",
                50_000,
                "CN=db",
                true,
                1_795_257_667_000_001L,
                CertificateFacts.NONE,
                "",
                "");
        String line = line(
                PLAIN,
                new MonitorEvent.LegsSecured(SampleEvents.SESSION, SampleEvents.TIME, LegSecurity.plain(), resumed));
        assertEquals("\"2026-11-21T10:41:07.000001000Z\"", parse(line).get("mysql_monitor.server_leg.resumed_from"));
        assertTrue(schema().validate(line, InputFormat.JSON).isEmpty(), line);
    }

    @Test
    void unsignedNumbersStayNumbersAndNullStaysNull() throws IOException {
        Map<String, String> line = parse(line(PLAIN, SampleEvents.execution()));
        assertEquals("18446744073709551615", line.get("mysql_monitor.last_insert_id"));
        assertEquals("\"18446744073709551615\"", line.get("db.query.parameter.0"));
        assertEquals("\"ä\n€\"", line.get("db.query.parameter.1"));
        assertTrue(line.containsKey("db.query.parameter.2"));
        assertNull(line.get("db.query.parameter.2"));
    }

    @Test
    void errorNumberIsAText() throws IOException {
        Map<String, String> line = parse(line(PLAIN, SampleEvents.failure()));
        assertEquals("\"1146\"", line.get("db.response.status_code"));
        assertEquals("\"1146\"", line.get("error.type"));
    }

    @Test
    void namesOfValuesThatCannotBeKeysGiveWayToTheIndex() throws IOException {
        List<NamedValue> values = new ArrayList<>();
        for (String name : List.of("a", "a", "7", "", "x".repeat(65), "ä\ud800")) {
            values.add(SampleEvents.value(name, "VARCHAR", "v" + values.size(), true));
        }
        values.add(new NamedValue("cut", "BLOB", "v6", true, 5000, true));
        Map<String, String> line = parse(line(PLAIN, command(values, List.of())));
        List<String> keys = line.keySet().stream()
                .filter(key -> key.startsWith("db.query.parameter."))
                .map(key -> key.substring("db.query.parameter.".length()) + "=" + line.get(key))
                .toList();
        assertEquals(
                List.of("1=\"v1\"", "2=\"v2\"", "3=\"v3\"", "4=\"v4\"", "a=\"v0\"", "cut=\"v6\"", "ä\ufffd=\"v5\""),
                keys);
        assertTrue(line(PLAIN, command(values, List.of())).contains("\"mysql_monitor.truncated_parameters\":[6]"));
    }

    @Test
    void attributesOfTheSameNameAreAllThere() throws IOException {
        List<NamedValue> attributes = List.of(
                SampleEvents.value("mysql_monitor.event", "VARCHAR", "forged", true),
                SampleEvents.value("mysql_monitor.event", "", null, false));
        String line = line(PLAIN, command(List.of(), attributes));
        assertTrue(
                line.contains("\"mysql_monitor.query_attributes\":["
                        + "{\"name\":\"mysql_monitor.event\",\"value\":\"forged\",\"type\":\"VARCHAR\"},"
                        + "{\"name\":\"mysql_monitor.event\",\"value\":null}]"),
                line);
        assertEquals("\"command_finished\"", parse(line).get("mysql_monitor.event"));
    }

    @Test
    void textFromAnyBytesIsOneLineOfValidJson() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(200); length > 0; length--) {
                text.append((char) random.nextInt(random.nextBoolean() ? 0x10000 : 0x100));
            }
            String sql = text.toString();
            SampleEvents.Content content = SampleEvents.Content.of(sql, "SELECT", sql);
            CommandFinished command = SampleEvents.command(
                    "Query",
                    3,
                    -1,
                    content,
                    SampleEvents.outcome(CommandFinished.Status.ERROR, 0, 0, 0, 0, -1, 1064, sql),
                    CommandFinished.TransactionState.NONE);
            String line = line(PLAIN, command);
            assertTrue(line.chars().noneMatch(c -> c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x2028), "seed " + seed);
            String expected = sql.isEmpty() ? null : "\"" + wellFormed(sql) + "\"";
            assertEquals(expected, parse(line).get("db.query.text"), "seed " + seed);
        }
    }

    @Test
    void payloadInHexAndBase64IsCutAtItsLimit() throws IOException {
        MonitorEvent packet = SampleEvents.packet("OK", false, "");
        Map<String, String> hex = parse(line(options(PayloadMode.HEX), packet));
        assertEquals("\"00010002\"", hex.get("mysql_monitor.packet.payload_hex"));
        Map<String, String> base64 = parse(line(options(PayloadMode.BASE64), packet));
        assertEquals("\"AAEAAg==\"", base64.get("mysql_monitor.packet.payload_base64"));
    }

    @Test
    void contentThatThrowsCostsOnlyItself() throws IOException {
        LineBuffer buffer = new LineBuffer(16);
        JsonFormat format = new JsonFormat(buffer, PLAIN);
        format.append(SampleEvents.query());
        MonitorEvent.PacketSeen good = SampleEvents.packet("OK", false, "");
        format.append(new MonitorEvent.PacketSeen(
                good.session(),
                good.epochMicros(),
                good.direction(),
                1,
                1,
                1,
                7,
                "OK",
                false,
                (out, showSecrets) -> {
                    throw new IllegalStateException("defect");
                },
                new byte[0],
                100));
        format.append(SampleEvents.query());
        List<String> lines = text(buffer).lines().toList();
        assertEquals(3, lines.size());
        assertEquals(
                "\"java.lang.IllegalStateException: defect\"",
                parse(lines.get(1)).get("mysql_monitor.reason"));
        assertEquals(lines.get(0), lines.get(2));
        assertTrue(schema().validate(lines.get(1), InputFormat.JSON).isEmpty());
    }

    @Test
    void parserOfThisTestRefusesKeysThatAreThereTwice() {
        assertThrows(JacksonException.class, () -> parse("{\"a\":1,\"a\":2}"));
    }

    /** Halves of surrogate pairs cannot be written in UTF-8. */
    private static String wellFormed(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints()
                .map(point -> Character.MIN_SURROGATE <= point && point <= Character.MAX_SURROGATE ? 0xfffd : point)
                .forEach(out::appendCodePoint);
        return out.toString();
    }

    private static CommandFinished command(List<NamedValue> values, List<NamedValue> attributes) {
        return SampleEvents.command(
                "StmtExecute",
                23,
                1,
                SampleEvents.Content.withValues(values, attributes),
                SampleEvents.outcome(CommandFinished.Status.OK, 0, 0, 0, 0, 2, 0, ""),
                CommandFinished.TransactionState.NONE);
    }

    private static List<String> allLines() throws IOException {
        LineBuffer buffer = new LineBuffer(16);
        JsonFormat format = new JsonFormat(buffer, options(PayloadMode.HEX));
        format.start(SampleEvents.TIME, "1.0");
        for (MonitorEvent event : SampleEvents.all()) {
            format.append(event);
        }
        return text(buffer).lines().toList();
    }

    private static String line(JsonOptions options, MonitorEvent event) throws IOException {
        LineBuffer buffer = new LineBuffer(16);
        new JsonFormat(buffer, options).append(event);
        String text = text(buffer);
        assertTrue(text.endsWith("\n"));
        return text.substring(0, text.length() - 1);
    }

    private static String text(LineBuffer buffer) {
        return UTF_8.decode(buffer.bytes()).toString();
    }

    /** Keys of the outer object with their values; texts in quotes. */
    private static Map<String, String> parse(String line) throws IOException {
        Map<String, String> values = new TreeMap<>();
        try (JsonParser parser = STRICT.createParser(ObjectReadContext.empty(), line)) {
            assertEquals(JsonToken.START_OBJECT, parser.nextToken());
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String key = parser.currentName();
                JsonToken token = parser.nextToken();
                if (token.isStructStart()) {
                    parser.skipChildren();
                    continue;
                }
                String text = token == JsonToken.VALUE_NULL ? null : parser.getString();
                values.put(key, token == JsonToken.VALUE_STRING ? "\"" + text + "\"" : text);
            }
            assertNull(parser.nextToken());
        }
        return values;
    }

    private static Schema schema() throws IOException {
        String text = Files.readString(Path.of("docs/events.schema.json"));
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(text);
    }

    private static JsonOptions options(PayloadMode payload) {
        return new JsonOptions(Set.of(Interest.COMMANDS), payload, 4, false);
    }
}
