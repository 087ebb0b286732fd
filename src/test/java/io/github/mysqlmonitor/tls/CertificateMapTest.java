package io.github.mysqlmonitor.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateMapTest {
    private static final String EC = "-algorithm EC -pkeyopt ec_paramgen_curve:P-256";

    @TempDir
    private static Path dir;

    private static TestAuthority authority;

    @BeforeAll
    static void makeCertificates() {
        authority = new TestAuthority(dir, "ca")
                .issue("alice", "/O=Example, Inc/CN=alice", EC, 9)
                .issue("batch", EC, "subjectAltName=DNS:Batch.example.com,email:batch@example.com,IP:10.0.0.7")
                .issue("up1", EC)
                .issue("up2", EC);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "subject CN=alice,O=Example\\, Inc -> up1.pem, up1-key.pem; alice; CN=up1",
                "subject cn=Alice, o=\"Example, Inc\" -> up1.pem,up1-key.pem; alice; CN=up1",
                "subject /O=Example, Inc/CN=alice -> up1.pem, up1-key.pem; alice; CN=up1",
                "SUBJECT CN=alice -> up1.pem, up1-key.pem; alice; ",
                "san batch.example.com -> up2.pem, up2-key.pem; batch; CN=up2",
                "san BATCH@example.com -> up2.pem, up2-key.pem; batch; CN=up2",
                "san 10.0.0.7 -> up2.pem, up2-key.pem; batch; CN=up2",
                "san alice -> up1.pem, up1-key.pem; alice; ",
                "san batch.example.org -> up1.pem, up1-key.pem; batch; "
            })
    void aLineIsForWholeSubjectsOrForOneOfTheNames(String line, String client, String shown) throws IOException {
        assertEquals(
                Optional.ofNullable(shown),
                map("# a comment", "", line).of(authority.bundle(client).leaf()).map(PemBundle::subject));
    }

    @Test
    void theFirstLineThatFitsWins() throws IOException {
        CertificateMap map =
                map("san 10.0.0.7 -> up2.pem, up2-key.pem", "san batch@example.com -> up1.pem, up1-key.pem");
        assertEquals(
                "CN=up2", map.of(authority.bundle("batch").leaf()).orElseThrow().subject());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "subject CN=alice; line 2: 'subject NAME -> CERT[, KEY]'",
                "name alice -> up1.pem; begins with neither 'subject NAME' nor 'san NAME'",
                "subject alice -> up1.pem; is no subject such as CN=alice",
                "san a -> ; a certificate, and if its key is elsewhere",
                "san a -> up1.pem; up1.pem holds a certificate but no private key",
                "san a -> up1.pem, up2-key.pem; up2-key.pem is the wrong key",
                "san a -> nowhere.pem; nowhere.pem does not exist"
            })
    void whatIsWrongIsSaid(String line, String message) {
        ConfigException wrong = assertThrows(ConfigException.class, () -> map("", line));
        assertEquals(ConfigException.Kind.TLS_MATERIAL, wrong.kind());
        assertTrue(wrong.getMessage().contains(message), wrong::getMessage);
    }

    @Test
    void anEmptyMapIsAnError() {
        assertTrue(assertThrows(ConfigException.class, () -> map("# nobody"))
                .getMessage()
                .contains("maps nobody"));
    }

    private static CertificateMap map(String... lines) throws IOException {
        return CertificateMap.load(Files.writeString(dir.resolve("map"), String.join("\n", lines)));
    }
}
