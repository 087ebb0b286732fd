package io.github.mysqlmonitor.tls;

import io.github.mysqlmonitor.config.ConfigException;
import io.github.mysqlmonitor.config.ProtocolConfig;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The TLS versions and cipher suites that both legs speak.
 *
 * @param versions newest first
 * @param suites by their registered names; what an engine does not have of them is left out
 */
record Protocols(List<String> versions, Set<String> suites) {
    static final String TLS_1_2 = "TLSv1.2";
    static final String TLS_1_3 = "TLSv1.3";
    private static final List<String> SPOKEN = List.of(TLS_1_3, TLS_1_2);

    /** @throws ConfigException for versions and suites that are not known, or that exclude each other */
    static Protocols of(ProtocolConfig config) {
        Set<String> named = new LinkedHashSet<>();
        config.versions().forEach(version -> named.add(version(version)));
        List<String> versions = named.isEmpty()
                ? SPOKEN
                : SPOKEN.stream().filter(named::contains).toList();
        return new Protocols(versions, CipherSuites.wanted(config.ciphers()));
    }

    /** The same suites, one version. */
    Protocols only(String version) {
        return new Protocols(List.of(version), suites);
    }

    private static String version(String text) {
        String digits = text.strip().toLowerCase(Locale.ROOT).replaceFirst("^tls *v?", "");
        return switch (digits) {
            case "1.2" -> TLS_1_2;
            case "1.3" -> TLS_1_3;
            case "1", "1.0", "1.1" ->
                throw new ConfigException(
                        ConfigException.Kind.USAGE,
                        "--tls-versions: " + text + " is broken and not spoken here; there are: TLSv1.2, TLSv1.3");
            default ->
                throw new ConfigException(
                        ConfigException.Kind.USAGE,
                        "--tls-versions: unknown version '" + text + "'; there are: TLSv1.2, TLSv1.3");
        };
    }
}
