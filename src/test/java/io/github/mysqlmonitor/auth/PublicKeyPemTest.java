package io.github.mysqlmonitor.auth;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicKeyPemTest {
    private static final String WRITTEN =
            new String(PublicKeyPem.write(AuthScript.publicHalf(AuthScript.SERVER_KEY)), US_ASCII);

    @Test
    void keyIsWrittenAsServersWriteIt() {
        assertTrue(WRITTEN.startsWith("-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKC"), WRITTEN);
        assertTrue(WRITTEN.endsWith("\n-----END PUBLIC KEY-----\n"), WRITTEN);
        assertEquals(451, WRITTEN.length(), "with its marker the 452 bytes that servers send");
        assertTrue(WRITTEN.lines().allMatch(line -> line.length() <= 64), WRITTEN);
    }

    @Test
    void whatWasWrittenIsReadWhateverIsAroundIt() {
        var key = Optional.of(AuthScript.publicHalf(AuthScript.SERVER_KEY));
        assertEquals(key, PublicKeyPem.read(WRITTEN.getBytes(US_ASCII)));
        assertEquals(key, PublicKeyPem.read(AuthPackets.moreData(WRITTEN.getBytes(US_ASCII))));
        assertEquals(key, PublicKeyPem.read(("a comment\r\n" + WRITTEN.replace("\n", "\r\n")).getBytes(US_ASCII)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-----END PUBLIC KEY----------BEGIN PUBLIC KEY-----",
                "-----BEGIN PUBLIC KEY-----",
                "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
                "-----BEGIN PUBLIC KEY-----\nA\n-----END PUBLIC KEY-----",
                // A P-256 key.
                "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEYD54V/vp+54P9DXarYqx4MPcm+HK\n"
                        + "RIQzNasYSoRQHQ/6S6Ps8tpMcT+KvIIC8W/e9k0W7Cm72M1P9jU7SLf/vg==\n-----END PUBLIC KEY-----"
            })
    void whatIsNoRsaKeyIsNone(String text) {
        assertEquals(Optional.empty(), PublicKeyPem.read(text.getBytes(US_ASCII)));
    }

    @Test
    void textThatIsLongerThanAnyKeyIsNotEvenLookedAt() {
        assertEquals(Optional.empty(), PublicKeyPem.read((" ".repeat(8192) + WRITTEN).getBytes(US_ASCII)));
    }
}
