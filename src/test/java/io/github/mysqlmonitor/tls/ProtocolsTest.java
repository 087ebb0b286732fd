package io.github.mysqlmonitor.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.config.ConfigException;
import io.github.mysqlmonitor.config.ProtocolConfig;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProtocolsTest {
    @ParameterizedTest
    @CsvSource({
        "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, ECDHE-RSA-AES128-GCM-SHA256",
        "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, ECDHE-ECDSA-CHACHA20-POLY1305",
        "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384, ECDHE-RSA-AES256-SHA384",
        "TLS_DHE_RSA_WITH_AES_256_CBC_SHA, DHE-RSA-AES256-SHA",
        "TLS_RSA_WITH_AES_128_GCM_SHA256, AES128-GCM-SHA256",
        "TLS_RSA_WITH_AES_128_CBC_SHA, AES128-SHA",
        "TLS_AES_256_GCM_SHA384, TLS_AES_256_GCM_SHA384"
    })
    void bothNamesOfASuiteAreKnown(String registered, String openssl) {
        assertEquals(openssl, CipherSuites.opensslName(registered));
        assertTrue(CipherSuites.wanted(List.of(openssl)).contains(registered));
        assertTrue(CipherSuites.wanted(List.of(registered.toLowerCase(java.util.Locale.ROOT)))
                .contains(registered));
    }

    @Test
    void namedSuitesRestrictTheirVersionOnly() {
        Set<String> wanted = CipherSuites.wanted(List.of("ECDHE-RSA-AES128-GCM-SHA256"));
        assertEquals(
                Set.of(
                        "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
                        "TLS_AES_128_GCM_SHA256",
                        "TLS_AES_256_GCM_SHA384",
                        "TLS_CHACHA20_POLY1305_SHA256"),
                wanted);
        assertTrue(CipherSuites.allOfTls13(wanted));
        Set<String> one = CipherSuites.wanted(List.of("TLS_AES_256_GCM_SHA384"));
        assertFalse(CipherSuites.allOfTls13(one));
        assertEquals(
                Set.of("TLS_AES_256_GCM_SHA384"),
                one.stream().filter(CipherSuites::isTls13).collect(Collectors.toSet()));
        assertTrue(one.contains("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"));
    }

    @ParameterizedTest
    @CsvSource({
        "ECDHE-RSA-AES128-GCM-SHA255, ECDHE-RSA-AES128-GCM-SHA256",
        "TLS_AES_256_GCM_SHA385, TLS_AES_256_GCM_SHA384",
        "DHE-RSA-AES256-SHA1, DHE-RSA-AES256-SHA"
    })
    void anUnknownSuiteIsAnErrorThatListsNearOnes(String wrong, String meant) {
        ConfigException unknown = assertThrows(ConfigException.class, () -> CipherSuites.wanted(List.of(wrong)));
        assertEquals(ConfigException.Kind.USAGE, unknown.kind());
        assertTrue(
                unknown.getMessage().startsWith("--tls-ciphers: unknown cipher suite '" + wrong + "'; near it are: "),
                unknown::getMessage);
        assertTrue(unknown.getMessage().contains(meant), unknown::getMessage);
    }

    @Test
    void versionsAreWrittenInSeveralWays() {
        assertEquals(List.of("TLSv1.3", "TLSv1.2"), versions());
        assertEquals(List.of("TLSv1.3", "TLSv1.2"), versions("TLSv1.2", "1.3"));
        assertEquals(List.of("TLSv1.2"), versions("tls1.2"));
        assertTrue(assertThrows(ConfigException.class, () -> versions("TLSv1.1"))
                .getMessage()
                .contains("is broken"));
        assertTrue(assertThrows(ConfigException.class, () -> versions("SSLv3"))
                .getMessage()
                .contains("unknown version"));
    }

    private static List<String> versions(String... names) {
        return Protocols.of(new ProtocolConfig(List.of(names), List.of())).versions();
    }
}
