package io.github.mysqlmonitor.tls;

import io.github.mysqlmonitor.config.ConfigException;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslProvider;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.net.ssl.SSLContext;

/** The cipher suites of an engine by their registered names, and what OpenSSL calls them. */
final class CipherSuites {
    private static final int SUGGESTIONS = 3;

    private CipherSuites() {}

    /**
     * All that the engine has and that authenticates and encrypts: old servers and clients speak CBC suites and RSA key
     * exchange only. The modern ones come first, and as a server we let our order decide.
     */
    static List<String> of(SslProvider provider) {
        Set<String> ordered = new LinkedHashSet<>();
        try {
            List<String> available = provider == SslProvider.JDK
                    ? List.of(SSLContext.getDefault().getDefaultSSLParameters().getCipherSuites())
                    : List.copyOf(OpenSsl.availableJavaCipherSuites());
            available.stream().filter(CipherSuites::isModern).forEach(ordered::add);
            available.stream().filter(CipherSuites::isEncrypted).forEach(ordered::add);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has a default TLS context", e);
        }
        return List.copyOf(ordered);
    }

    /** The engine's suites that are among the wanted ones. */
    static List<String> of(SslProvider provider, Set<String> wanted) {
        return of(provider).stream().filter(wanted::contains).toList();
    }

    /**
     * What some engine here has of the named suites, and all of a TLS version of which none is named.
     *
     * @param names OpenSSL's or the registered ones, case does not matter; none for all
     * @throws ConfigException for a name that no engine knows
     */
    static Set<String> wanted(List<String> names) {
        Set<String> known = new LinkedHashSet<>(of(SslProvider.JDK));
        if (OpenSsl.isAvailable()) {
            known.addAll(of(SslProvider.OPENSSL));
        }
        Set<String> named = new LinkedHashSet<>();
        for (String name : names) {
            named.add(known.stream()
                    .filter(suite ->
                            suite.equalsIgnoreCase(name) || opensslName(suite).equalsIgnoreCase(name))
                    .findFirst()
                    .orElseThrow(() -> unknown(name, known)));
        }
        Set<String> wanted = new LinkedHashSet<>(named);
        for (boolean tls13 : new boolean[] {true, false}) {
            if (named.stream().noneMatch(suite -> isTls13(suite) == tls13)) {
                known.stream().filter(suite -> isTls13(suite) == tls13).forEach(wanted::add);
            }
        }
        return wanted;
    }

    /** BoringSSL speaks all of TLS 1.3's suites that it has, or none. */
    static boolean allOfTls13(Set<String> wanted) {
        return of(SslProvider.OPENSSL).stream().filter(CipherSuites::isTls13).allMatch(wanted::contains);
    }

    private static ConfigException unknown(String name, Set<String> known) {
        List<String> near = new ArrayList<>(known);
        Set<String> parts = parts(name);
        near.sort(Comparator.comparingInt((String suite) -> -shared(parts, suite)));
        StringBuilder message = new StringBuilder("--tls-ciphers: unknown cipher suite '" + name + "'; near it are: ");
        near.stream()
                .limit(SUGGESTIONS)
                .forEach(suite -> message.append(opensslName(suite))
                        .append(opensslName(suite).equals(suite) ? "" : " (" + suite + ")")
                        .append(", "));
        message.setLength(message.length() - 2);
        return new ConfigException(ConfigException.Kind.USAGE, message.toString());
    }

    private static int shared(Set<String> parts, String suite) {
        Set<String> both = parts(opensslName(suite));
        both.retainAll(parts);
        return both.size();
    }

    private static Set<String> parts(String name) {
        String[] parts = name.toUpperCase(Locale.ROOT).replace("TLS_", "").split("[-_]+|(?<=AES)(?=\\d)");
        return new HashSet<>(Arrays.asList(parts));
    }

    /** {@code ECDHE-RSA-AES128-GCM-SHA256} for {@code TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256}; TLS 1.3's stay. */
    static String opensslName(String suite) {
        int with = suite.indexOf("_WITH_");
        if (with < 0) {
            return suite;
        }
        String exchange = suite.substring("TLS_".length(), with).replace('_', '-') + "-";
        String cipher = suite.substring(with + "_WITH_".length())
                .replaceFirst("(AES)_(\\d+)_CBC_", "$1$2-")
                .replaceFirst("(AES)_(\\d+)_", "$1$2-")
                .replace("CHACHA20_POLY1305_SHA256", "CHACHA20-POLY1305")
                .replace('_', '-');
        return (exchange.equals("RSA-") ? "" : exchange) + cipher;
    }

    static boolean isTls13(String suite) {
        return !suite.contains("_WITH_");
    }

    /** TLS 1.3, and forward-secret AEAD suites of TLS 1.2. */
    private static boolean isModern(String suite) {
        boolean aead = suite.contains("_GCM_") || suite.contains("_CHACHA20_");
        return aead && isEncrypted(suite) && (isTls13(suite) || suite.startsWith("TLS_ECDHE_"));
    }

    private static boolean isEncrypted(String suite) {
        return suite.startsWith("TLS_")
                && !suite.contains("_NULL_")
                && !suite.contains("_anon_")
                && !suite.contains("PSK_")
                && !suite.contains("_3DES_")
                && !suite.contains("_SCSV");
    }
}
