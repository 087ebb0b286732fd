package io.github.mysqlmonitor.tls;

import static io.github.mysqlmonitor.tls.PemFile.unusable;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.security.auth.x500.X500Principal;

/**
 * Which certificate is shown to the server for which client, from a file of lines:
 * <pre>
 * # who                                    certificate and key, beside this file or absolute
 * subject CN=alice,O=Example          ->   alice-cert.pem, alice-key.pem
 * subject /O=Example/CN=bob           ->   bob.pem
 * san     batch.example.com           ->   batch-cert.pem, batch-key.pem
 * </pre>
 * A subject is compared as a whole, a SAN with every alternative name; the first line that fits wins.
 */
record CertificateMap(Map<Selector, PemBundle> entries) {
    private static final int MAX_BYTES = 1 << 20;
    private static final String ARROW = "->";

    /** Which client a line is for: one of both is empty. */
    record Selector(Optional<X500Principal> subject, String name) {
        boolean fits(X509Certificate client) {
            return subject.isPresent()
                    ? subject.get().equals(client.getSubjectX500Principal())
                    : SubjectNames.shown(client).stream().anyMatch(name::equalsIgnoreCase);
        }
    }

    CertificateMap {
        entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    /** @throws io.github.mysqlmonitor.config.ConfigException of kind TLS_MATERIAL, with the line */
    static CertificateMap load(Path file) {
        String[] lines = new String(PemFile.bytes(file, MAX_BYTES), StandardCharsets.UTF_8).split("\\R", -1);
        Map<Selector, PemBundle> entries = new LinkedHashMap<>();
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i].strip();
            if (line.isEmpty() || line.charAt(0) == '#') {
                continue;
            }
            int arrow = line.indexOf(ARROW);
            if (arrow < 0) {
                throw unusable(
                        file,
                        "line " + (i + 1) + ": 'subject NAME -> CERT[, KEY]' or 'san NAME -> CERT[, KEY]'"
                                + " is expected");
            }
            Selector selector = selector(file, i + 1, line.substring(0, arrow).strip());
            PemBundle bundle = bundle(file, i + 1, line.substring(arrow + ARROW.length()));
            if (entries.putIfAbsent(selector, bundle) != null) {
                throw unusable(file, "line " + (i + 1) + ": an earlier line is for the same clients");
            }
        }
        if (entries.isEmpty()) {
            throw unusable(file, "maps nobody: lines like 'subject CN=alice -> alice.pem' are expected");
        }
        return new CertificateMap(entries);
    }

    /** What to show for a client; empty for a client that no line is for. */
    Optional<PemBundle> of(X509Certificate client) {
        return entries.entrySet().stream()
                .filter(entry -> entry.getKey().fits(client))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static Selector selector(Path file, int line, String text) {
        String[] words = text.split("\\s+", 2);
        String kind = words[0].toLowerCase(Locale.ROOT);
        if (words.length == 2 && kind.equals("san")) {
            return new Selector(Optional.empty(), words[1]);
        }
        if (words.length < 2 || !kind.equals("subject")) {
            throw unusable(file, "line " + line + ": '" + text + "' begins with neither 'subject NAME' nor 'san NAME'");
        }
        try {
            return new Selector(Optional.of(new X500Principal(commaSeparated(words[1]))), "");
        } catch (IllegalArgumentException e) {
            throw unusable(file, "line " + line + ": '" + words[1] + "' is no subject such as CN=alice,O=Example", e);
        }
    }

    /** MySQL and OpenSSL write subjects as {@code /O=Example/CN=bob}, the general one first. */
    private static String commaSeparated(String subject) {
        if (!subject.startsWith("/")) {
            return subject;
        }
        List<String> parts = Arrays.asList(subject.substring(1).split("/(?=[A-Za-z.0-9]+=)"));
        Collections.reverse(parts);
        return parts.stream()
                .map(part -> part.replaceFirst("(?i)^emailAddress=", "1.2.840.113549.1.9.1="))
                .map(part -> part.replace(",", "\\,"))
                .collect(Collectors.joining(","));
    }

    private static PemBundle bundle(Path file, int line, String text) {
        String[] files = text.strip().split("\\s*,\\s*", -1);
        if (files[0].isEmpty() || files.length > 2) {
            throw unusable(
                    file,
                    "line " + line + ": a certificate, and if its key is elsewhere that too, is expected"
                            + " behind ->");
        }
        Path cert = file.resolveSibling(files[0]);
        return PemBundle.load(cert, files.length == 2 ? file.resolveSibling(files[1]) : cert, Optional.empty());
    }
}
