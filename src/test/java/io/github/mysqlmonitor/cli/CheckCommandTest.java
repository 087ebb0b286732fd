package io.github.mysqlmonitor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What {@code check} finds without a network. */
class CheckCommandTest {
    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void aConfigurationThatWorksIsOkLineByLine() {
        assertEquals(0, check("--upstream=db.example.com"), out::toString);
        List<String> lines = out.toString().lines().toList();
        assertEquals("ok       sink         text:-", lines.get(0));
        assertEquals("ok       listen       127.0.0.1:3307 for the upstream db.example.com:3306", lines.get(1));
        assertTrue(
                lines.get(2)
                        .startsWith("ok       certificate  "
                                + directory.resolve("state/certs/server-cert.pem")
                                + " CN=mysql-monitor server, RSA 2048,"
                                + " valid until "),
                lines.get(2));
        assertLine("WARNING  server leg   UNVERIFIED: --server-ssl-mode AS_CLIENT accepts whatever the upstream shows");
    }

    @Test
    void theFileIsCheckedWithItsPlaces() throws IOException {
        Path file = Files.writeString(directory.resolve("m.yaml"), "upstream: db\nserver-ssl-mod: REQUIRED\n");
        assertEquals(2, check("--config=" + file));
        assertLine("ERROR    options      " + file
                + ":2:1: unknown key \"server-ssl-mod\"; did you mean server-ssl-mode?");
    }

    @Test
    void itsOwnSwitchesAreNoKeys() throws IOException {
        Path file = Files.writeString(directory.resolve("m.yaml"), "upstream: db\nconnect: true\n");
        assertEquals(2, check("--config=" + file));
        assertTrue(
                out.toString().startsWith("ERROR    options      " + file + ":2:1: unknown key \"connect\""),
                out::toString);
    }

    @Test
    void whatIsMissingOrContradictsIsAnError() {
        assertEquals(2, check("--upstream=db", "--server-ssl-mode=VERIFY_CA"));
        assertLine("ERROR    listener     --server-ssl-mode VERIFY_CA needs --server-ssl-ca or --server-ssl-capath: the"
                + " authorities whose certificates are accepted");
        assertEquals(2, check("--upstream=db", "--cert=" + directory.resolve("missing.pem")));
        assertLine("ERROR    listener     " + directory.resolve("missing.pem") + " does not exist");
        assertEquals(2, check("--upstream=db", "--strict", "--client-ssl-mode=PREFERRED"));
        assertLine("ERROR    options      --strict does not allow --client-ssl-mode PREFERRED: it needs REQUIRED");
        assertEquals(2, check("--upstream=db", "--sink=text:-", "--sink=json:-"));
        assertLine(
                "ERROR    sink         sink json:-: the sink text:- writes to stdout already, and their lines would mix");
        assertEquals(2, check());
        assertTrue(err.toString().contains("--upstream is missing"), err::toString);
        assertEquals(2, check("--upstream=db", "--values=none"));
    }

    @Test
    void aCertificateThatIsAboutToExpireIsAWarningAndAnExpiredAuthorityNoError() {
        assertEquals(0, certs("create", "--dir", directory.toString(), "--key", "ec", "--days", "10"));
        String cert = directory.resolve("server-cert.pem").toString();
        assertEquals(
                0,
                check(
                        "--upstream=db",
                        "--listen=192.0.2.1:3307",
                        "--cert=" + cert,
                        "--key=" + directory.resolve("server-key.pem")));
        assertLine("WARNING  certificate  " + cert + ": CN=mysql-monitor server expires in 9 days: renew it");
        assertLine("WARNING  certificate  it is not for 192.0.2.1, which is listened on");
        assertEquals(
                2,
                check("--upstream=db", "--cert=" + cert, "--key=" + directory.resolve("client-key.pem")),
                "another key");
        assertTrue(out.toString().contains("ERROR    listener     "), out::toString);
    }

    @Test
    void whatCountsIsPrintedWithWhereItIsFrom() throws IOException {
        Path file = Files.writeString(
                directory.resolve("m.yaml"),
                "upstream: db\nconnect-timeout: 3s\nvalues: mask\nsink: ['json:/x?password=geheim&show=all']\n");
        assertEquals(0, check("--config=" + file, "--print", "--connect-timeout=4s", "--strict"), () -> out + "" + err);
        assertSetting("upstream: db", file + ":1");
        assertSetting("connect-timeout: 4s", "command line");
        assertSetting("values: mask", file + ":3");
        assertSetting("client-ssl-mode: REQUIRED", "--strict");
        assertSetting("max-connections: 10000", "default");
        assertSetting("strict: true", "command line");
        assertSetting("# server-ssl-ca:", "not set");
        assertSetting("sink: json:/x?password=***&show=all", file + ":4");
        assertFalse(out.toString().contains("geheim"), out::toString);
    }

    @Test
    void whatIsPrintedIsAConfigurationFile() throws IOException {
        assertEquals(0, check("--upstream=[::1]:3306", "--listen=*:3307,127.0.0.1:3308", "--print"));
        String yaml = String.join(
                "\n",
                out.toString().lines().filter(line -> line.contains(" # ")).toList());
        Path file = Files.writeString(directory.resolve("printed.yaml"), yaml + "\n");
        assertEquals(0, check("--config=" + file), out::toString);
        assertLine("ok       listen       *:3307, 127.0.0.1:3308 for the upstream [::1]:3306");
    }

    @Test
    void eachListenerIsCheckedAndPrinted() throws IOException {
        Path file = Files.writeString(
                directory.resolve("m.yaml"),
                "listeners:\n  - listen: 3307\n    upstream: one\n  - listen: 3308\n    upstream: two\n"
                        + "    server-ssl-mode: VERIFY_PIN\n");
        assertEquals(2, check("--config=" + file, "--print"));
        assertSetting("    upstream: two", file + ":5");
        assertLine("ok       listen       127.0.0.1:3307 for the upstream one:3306");
        assertLine("ERROR    listener     --server-ssl-mode VERIFY_PIN and --server-ssl-pin need each other");
    }

    private void assertSetting(String setting, String place) {
        assertTrue(
                out.toString().lines().anyMatch(line -> line.matches("\\Q" + setting + "\\E +# \\Q" + place + "\\E")),
                () -> setting + " from " + place + " in\n" + out);
    }

    private void assertLine(String line) {
        assertTrue(out.toString().lines().anyMatch(line::equals), () -> line + " in\n" + out);
    }

    private int check(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--state-dir=" + directory.resolve("state"));
        return run(new CheckCommand(), all.toArray(String[]::new));
    }

    private int certs(String... arguments) {
        return run(new CertsCommand(), arguments);
    }

    private int run(Object command, String... arguments) {
        out.getBuffer().setLength(0);
        return MysqlMonitor.configured(new CommandLine(command))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
