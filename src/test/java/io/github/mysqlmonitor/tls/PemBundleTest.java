package io.github.mysqlmonitor.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PemBundleTest {
    @TempDir
    private Path directory;

    private Openssl openssl;

    @BeforeEach
    void openssl() {
        openssl = new Openssl(directory);
    }

    @ParameterizedTest
    @CsvSource({
        "RSA 2048, -algorithm RSA -pkeyopt rsa_keygen_bits:2048",
        "RSASSA-PSS 2048, -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048",
        "EC 256, -algorithm EC -pkeyopt ec_paramgen_curve:P-256",
        "EC 521, -algorithm EC -pkeyopt ec_paramgen_curve:P-521",
        "Ed25519, -algorithm ED25519"
    })
    void readsPkcs8OfEveryAlgorithm(String description, String options) {
        openssl.run(("genpkey " + options + " -out a-key.pem").split(" "));
        openssl.selfSign("a");
        assertEquals(description, load("a.pem", "a-key.pem").keyAlgorithm());
    }

    @Test
    void readsRsaPssWithBoundParameters() {
        openssl.run(("genpkey -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048 -pkeyopt rsa_pss_keygen_md:sha384"
                        + " -pkeyopt rsa_pss_keygen_mgf1_md:sha384 -pkeyopt rsa_pss_keygen_saltlen:48 -out a-key.pem")
                .split(" "));
        openssl.selfSign("a");
        assertEquals("RSASSA-PSS 2048", load("a.pem", "a-key.pem").keyAlgorithm());
    }

    @Test
    void readsPkcs1() throws IOException {
        openssl.run("genrsa", "-traditional", "-out", "a-key.pem", "2048");
        assertTrue(Files.readString(openssl.path("a-key.pem")).contains("BEGIN RSA PRIVATE KEY"));
        openssl.selfSign("a");
        assertEquals("RSA 2048", load("a.pem", "a-key.pem").keyAlgorithm());
    }

    @Test
    void readsSec1BehindItsParameters() throws IOException {
        openssl.run("ecparam", "-name", "prime256v1", "-genkey", "-out", "a-key.pem");
        assertTrue(Files.readString(openssl.path("a-key.pem")).startsWith("-----BEGIN EC PARAMETERS"));
        openssl.selfSign("a");
        assertEquals("EC 256", load("a.pem", "a-key.pem").keyAlgorithm());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rsa -traditional -aes256", // PKCS#1 with Proc-Type
                "rsa -traditional -des3",
                "pkcs8 -topk8", // PBES2, AES-256
                "pkcs8 -topk8 -v2 aes-256-cbc -v2prf hmacWithSHA512",
                "pkcs8 -topk8 -scrypt",
                "pkcs8 -topk8 -v1 PBE-SHA1-3DES"
            })
    void opensEncryptedKeys(String form) throws IOException {
        rsa("a");
        openssl.run((form + " -in a-key.pem -passout pass:secret -out locked.pem").split(" "));
        Path password = Files.writeString(openssl.path("password"), "secret\n");

        assertEquals("RSA 2048", load("a.pem", "locked.pem", password).keyAlgorithm());

        assertRefused("a.pem", "locked.pem", "locked.pem is an encrypted key: name the file with its password");
        Files.writeString(password, "guess");
        ConfigException wrong = assertThrows(ConfigException.class, () -> load("a.pem", "locked.pem", password));
        assertTrue(
                wrong.getMessage().contains("that the password in " + password + " does not open"), wrong::getMessage);
    }

    @Test
    void ordersTheChainLeafFirst() throws IOException {
        rsa("root");
        issue("intermediate", "root", "basicConstraints=critical,CA:TRUE");
        issue("leaf", "intermediate", "subjectAltName=DNS:localhost");
        rsa("stranger");
        Files.writeString(
                openssl.path("chain.pem"),
                text("stranger.pem") + text("root.pem") + text("intermediate.pem") + text("leaf.pem"));

        PemBundle bundle = load("chain.pem", "leaf-key.pem");

        assertEquals(
                List.of("CN=leaf", "CN=intermediate", "CN=root"),
                bundle.chain().stream()
                        .map(certificate ->
                                certificate.getSubjectX500Principal().getName())
                        .toList());
        assertEquals("CN=leaf", bundle.subject());
    }

    @Test
    void readsCertificateAndKeyFromOneFile() throws IOException {
        rsa("a");
        Files.writeString(openssl.path("both.pem"), "Some words\r\n" + text("a-key.pem") + text("a.pem"));
        assertEquals("CN=a", load("both.pem", "both.pem").subject());
    }

    @Test
    void fingerprintIsWhatOpensslPrints() {
        rsa("a");
        String printed = openssl.run("x509", "-in", "a.pem", "-noout", "-fingerprint", "-sha256");
        assertTrue(printed.strip().endsWith("=" + load("a.pem", "a-key.pem").fingerprintSha256()));
    }

    @Test
    void anExpiredCertificateLoadsAndSaysSo() {
        rsa("ca");
        openssl.run("req -new -newkey rsa:2048 -nodes -keyout a-key.pem -out a.csr -subj /CN=a".split(" "));
        openssl.run("x509 -req -in a.csr -CA ca.pem -CAkey ca-key.pem -days -1 -out a.pem".split(" "));
        PemBundle bundle = load("a.pem", "a-key.pem");
        assertTrue(bundle.expired(Instant.now()));
        assertFalse(bundle.expired(bundle.notAfter().minusSeconds(1)));
    }

    @Test
    void namesTheFileAndTheRemedy() throws IOException {
        rsa("a");
        rsa("b");
        openssl.run("x509", "-in", "a.pem", "-outform", "der", "-out", "a.der");
        Files.writeString(openssl.path("torn.pem"), text("a.pem").substring(0, 300));
        Files.writeString(openssl.path("empty.pem"), "");

        assertRefused("a.pem", "b-key.pem", "b-key.pem is the wrong key for the certificate in ");
        assertRefused("a-key.pem", "a.pem", "swap --cert and --key");
        assertRefused("a.pem", "a.pem", "a.pem holds a certificate but no private key: name the key's file by --key");
        assertRefused("empty.pem", "a-key.pem", "empty.pem holds no certificate");
        assertRefused("a.pem", "empty.pem", "empty.pem holds no private key");
        assertRefused("torn.pem", "a-key.pem", "torn.pem is damaged");
        assertRefused("a.der", "a-key.pem", "a.der is binary (DER or PKCS#12), PEM is needed");
        assertRefused("none.pem", "a-key.pem", "none.pem does not exist");
        assertRefused(".", "a-key.pem", "is a directory");
    }

    @Test
    void neverPrintsTheKey() {
        rsa("a");
        assertFalse(load("a.pem", "a-key.pem").toString().contains("modulus"));
    }

    private void rsa(String name) {
        openssl.run("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", name + "-key.pem");
        openssl.selfSign(name);
    }

    private void issue(String name, String issuer, String extension) throws IOException {
        Files.writeString(openssl.path("extension"), extension + "\n");
        openssl.run(
                "req",
                "-new",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-keyout",
                name + "-key.pem",
                "-out",
                "csr",
                "-subj",
                "/CN=" + name);
        openssl.run(
                "x509",
                "-req",
                "-in",
                "csr",
                "-CA",
                issuer + ".pem",
                "-CAkey",
                issuer + "-key.pem",
                "-extfile",
                "extension",
                "-out",
                name + ".pem");
    }

    private String text(String file) throws IOException {
        return Files.readString(openssl.path(file));
    }

    private PemBundle load(String cert, String key) {
        return PemBundle.load(openssl.path(cert), openssl.path(key), Optional.empty());
    }

    private PemBundle load(String cert, String key, Path password) {
        return PemBundle.load(openssl.path(cert), openssl.path(key), Optional.of(password));
    }

    private void assertRefused(String cert, String key, String expected) {
        ConfigException refused = assertThrows(ConfigException.class, () -> load(cert, key));
        assertEquals(ConfigException.Kind.TLS_MATERIAL, refused.kind());
        assertTrue(refused.getMessage().contains(expected), refused::getMessage);
        assertEquals(1, refused.getMessage().lines().count());
    }
}
