package io.github.mysqlmonitor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.tls.CertificateFacts;
import io.github.mysqlmonitor.tls.PemBundle;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CertsCommandTest {
    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void namesWhatItWroteAndWhatComesNext() {
        assertEquals(0, run("create", "--dir", directory.toString(), "--key", "ec", "--names", "db.corp,10.0.0.1"));
        assertTrue(out.toString().contains("wrote " + directory.resolve("client-key.pem")), out::toString);
        assertTrue(out.toString().contains("--ssl-ca=" + directory.resolve("ca.pem")), out::toString);
        assertTrue(Files.exists(directory.resolve("ca-key.pem")));
    }

    @Test
    void exitCodesTellUsageFromFiles() throws IOException {
        assertEquals(0, run("create", "--dir", directory.toString(), "--key", "ec"));
        assertEquals(2, run("create", "--dir", directory.toString(), "--key", "ec"));
        assertTrue(err.toString().contains("--force"), err::toString);
        assertEquals(2, run("create", "--dir", directory.toString(), "--key", "dsa"));
        assertEquals(2, run("create", "--dir", directory.toString(), "--days", "0"));
        assertEquals(2, run("create", "--dir", directory.toString(), "--names", "not a name", "--force"));
        assertEquals(2, run());
        Path file = Files.writeString(directory.resolve("file"), "");
        assertEquals(4, run("create", "--dir", file.resolve("below").toString(), "--key", "ec"));
    }

    @Test
    void inspectTellsWhatBelongsTogether() {
        assertEquals(0, run("create", "--dir", directory.toString(), "--key", "ec", "--names", "db.corp"));
        assertEquals(0, run("inspect", file("server-cert.pem"), file("server-key.pem"), file("ca.pem")));
        String text = out.toString();
        assertTrue(text.contains("CN=mysql-monitor server"), text);
        assertTrue(text.contains("db.corp"), text);
        assertTrue(text.contains("(" + file("ca.pem") + ")"), text);
        assertTrue(text.contains("(itself)"), text);
        assertTrue(text.contains("use        TLS server"), text);
        assertTrue(text.contains("use        authority"), text);
        assertTrue(text.contains("private key  EC 256, belongs to CN=mysql-monitor server in"), text);
        assertFalse(text.contains("ERROR"), text);
        assertFalse(text.contains("warning"), text);
        assertFalse(text.contains("PRIVATE KEY"), text);
    }

    @Test
    void inspectFailsOnWhatTlsWouldRefuse() throws IOException {
        assertEquals(0, run("create", "--dir", directory.toString(), "--key", "ec", "--days", "10"));
        assertEquals(4, run("inspect", file("server-cert.pem"), file("client-key.pem")));
        assertTrue(out.toString().contains("ERROR        the private key belongs to none"), out::toString);
        assertTrue(out.toString().contains("CN=mysql-monitor server expires in 9 days: renew it"), out::toString);
        assertEquals(4, run("inspect", file("missing.pem")));
        assertTrue(err.toString().contains("missing.pem does not exist"), err::toString);
        assertEquals(
                4,
                run(
                        "inspect",
                        Files.writeString(directory.resolve("empty"), "text").toString()));
        assertTrue(err.toString().contains("neither a certificate nor a private key"), err::toString);
        assertEquals(2, run("inspect"));
    }

    @Test
    void renewKeepsKeysAndNames() {
        assertEquals(
                0, run("create", "--dir", directory.toString(), "--key", "ec", "--days", "10", "--names", "db.corp"));
        Path cert = directory.resolve("server-cert.pem");
        PemBundle before = PemBundle.load(cert, directory.resolve("server-key.pem"), Optional.empty());
        assertEquals(0, run("renew", "--dir", directory.toString(), "--names", "db2.corp"));
        PemBundle after = PemBundle.load(cert, directory.resolve("server-key.pem"), Optional.empty());
        assertEquals(before.leaf().getPublicKey(), after.leaf().getPublicKey());
        CertificateFacts facts = CertificateFacts.of(after.leaf());
        assertEquals(CertificateFacts.of(before.leaf()).pin(), facts.pin());
        assertTrue(facts.names().containsAll(List.of("db.corp", "db2.corp", "localhost")), facts::toString);
        assertTrue(facts.daysLeft(Instant.now()) > 800, facts::toString);
    }

    @Test
    void renewNeedsTheAuthority() throws IOException {
        assertEquals(0, run("create", "--dir", directory.toString(), "--key", "ec"));
        Files.delete(directory.resolve("ca-key.pem"));
        assertEquals(4, run("renew", "--dir", directory.toString()));
        assertTrue(err.toString().contains("renew where the authority's key is kept"), err::toString);
        assertEquals(2, run("renew", "--dir", directory.toString(), "--days", "0"));
    }

    private String file(String name) {
        return directory.resolve(name).toString();
    }

    private int run(String... arguments) {
        return new CommandLine(new CertsCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
