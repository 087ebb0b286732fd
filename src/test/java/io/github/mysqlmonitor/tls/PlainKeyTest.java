package io.github.mysqlmonitor.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms that are read without BouncyCastle, and those that are left to it. */
class PlainKeyTest {
    @TempDir
    private Path directory;

    private Openssl openssl;

    @BeforeEach
    void openssl() {
        openssl = new Openssl(directory);
    }

    @ParameterizedTest
    @CsvSource({
        "RSA 2048, genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048",
        "RSA 4096, genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:4096",
        "EC 256, genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256",
        "EC 384, genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384",
        "EC 521, genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-521",
        "RSA 512, genrsa -traditional 512",
        "RSA 2048, genrsa -traditional 2048",
        "RSA 4096, genrsa -traditional 4096"
    })
    void readsByItself(String description, String command) throws IOException {
        assertEquals(
                description,
                PlainKey.of(generated(command)).map(KeyAlgorithm::describe).orElse("left to the other reader"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "genpkey -algorithm ED25519",
                "genpkey -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048",
                "genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -aes256 -pass pass:secret",
                "genrsa -traditional -aes256 -passout pass:secret 2048",
                "ecparam -name prime256v1 -genkey -noout"
            })
    void leavesTheRestToTheOtherReader(String command) throws IOException {
        assertTrue(PlainKey.of(generated(command)).isEmpty());
    }

    @Test
    void leavesEveryTornOrDamagedKeyToTheOtherReader() throws IOException {
        PemBlock whole = generated("genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048");
        for (int length = 0; length < whole.base64().length() - 64; length += 4) {
            PemBlock torn =
                    new PemBlock(whole.type(), whole.text(), whole.base64().substring(0, length));
            assertTrue(PlainKey.of(torn).isEmpty(), "first " + length + " characters");
        }
        PemBlock noBase64 = new PemBlock(whole.type(), whole.text(), "*" + whole.base64());
        assertTrue(PlainKey.of(noBase64).isEmpty());
    }

    @Test
    void findsBlocksBetweenOtherText() throws IOException {
        List<PemBlock> blocks = PemBlock.read("""
                Bag Attributes: none\r
                -----BEGIN A KIND-----\r
                AQID\r
                -----END A KIND-----\r
                for people
                  -----BEGIN B-----
                  Proc-Type: 4,ENCRYPTED

                  BAUG
                  -----END B-----
                """);

        assertEquals(2, blocks.size());
        assertEquals("A KIND", blocks.get(0).type());
        assertEquals(List.of((byte) 1, (byte) 2, (byte) 3), boxed(blocks.get(0).content()));
        assertTrue(blocks.get(1).hasHeaders());
        assertEquals(
                "-----BEGIN B-----\nProc-Type: 4,ENCRYPTED\n\nBAUG\n-----END B-----\n",
                blocks.get(1).text());
        assertThrows(IOException.class, () -> PemBlock.read("-----BEGIN A-----\nAQID\n-----END B-----\n"));
    }

    private PemBlock generated(String command) throws IOException {
        openssl.run((command.startsWith("genrsa")
                        ? command.replaceFirst("(\\d+)$", "-out key.pem $1")
                        : command + " -out key.pem")
                .split(" "));
        return PemBlock.read(Files.readString(openssl.path("key.pem"))).get(0);
    }

    private static List<Byte> boxed(byte[] bytes) {
        return java.util.stream.IntStream.range(0, bytes.length)
                .mapToObj(i -> bytes[i])
                .toList();
    }
}
