package io.github.mysqlmonitor.tls;

import io.github.mysqlmonitor.config.ConfigException;
import io.github.mysqlmonitor.config.ServerSslMode;
import io.github.mysqlmonitor.config.ServerTlsConfig;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What the server's certificate must show.
 *
 * @param check accepts it or says why not
 * @param verification how it is verified, in a word for events
 * @param description for the start-up output
 */
record ServerTrust(PeerTrust.Check check, String verification, String description) {
    static final String NOT_AT_ALL = "none";
    static final String BY_AUTHORITY = "ca";
    private static final String BY_NAME = "identity";
    private static final String BY_KEY = "pin";

    private static final Pattern HEX_SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern BASE64_SHA256 = Pattern.compile("(sha256//)?[A-Za-z0-9+/]{43}=");

    /** @throws ConfigException for authorities that cannot be read and for pins that are none */
    static ServerTrust of(ServerTlsConfig config, Clock clock) {
        ServerSslMode mode = config.mode();
        if (mode == ServerSslMode.VERIFY_PIN) {
            List<String> pins = config.pins().stream().map(ServerTrust::pin).toList();
            return new ServerTrust(
                    chain -> verifyPin(pins, chain),
                    BY_KEY,
                    pins.size() == 1 ? "is verified by its pinned public key" : "is verified by a pinned public key");
        }
        if (!mode.verifies()) {
            // Whatever its name, age or issuer: the SHA-1 and 1024-bit certificates of old servers too.
            return new ServerTrust(
                    chain -> {},
                    NOT_AT_ALL,
                    mode == ServerSslMode.DISABLED
                            ? "UNVERIFIED, without TLS: --server-ssl-mode DISABLED"
                            : "UNVERIFIED: --server-ssl-mode " + mode + " accepts whatever the upstream shows");
        }
        Authorities authorities = Authorities.load(config.authorities());
        ChainVerifier verifier = new ChainVerifier(authorities, ChainVerifier.Purpose.SERVER, clock);
        String from = "is verified against " + authorities.description();
        if (mode == ServerSslMode.VERIFY_CA) {
            return new ServerTrust(verifier::verify, BY_AUTHORITY, from + ", for any host name");
        }
        return new ServerTrust(
                chain -> {
                    verifier.verify(chain);
                    verifyHost(config.host(), chain[0]);
                },
                BY_NAME,
                from + ", for the host name " + config.host());
    }

    private static void verifyHost(String host, X509Certificate leaf) throws CertificateException {
        if (!HostNames.match(host, leaf)) {
            List<String> names = HostNames.in(leaf);
            throw new CertificateException(
                    "the server's certificate " + leaf.getSubjectX500Principal().getName() + " is not for " + host
                            + ", only for "
                            + (names.isEmpty() ? "nobody: it has no names" : String.join(", ", names)));
        }
    }

    private static void verifyPin(List<String> pins, X509Certificate... chain) throws CertificateException {
        if (chain == null || chain.length == 0) {
            throw new CertificateException("the server's certificate is missing");
        }
        String shown = pinOf(chain[0]);
        if (!pins.contains(shown)) {
            throw new CertificateException("the server's public key is not the pinned one: it has SHA-256 " + shown
                    + " (certificate " + chain[0].getSubjectX500Principal().getName() + ")");
        }
    }

    /** SHA-256 over the SubjectPublicKeyInfo, in hexadecimal. */
    static String pinOf(X509Certificate certificate) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(certificate.getPublicKey().getEncoded());
            return HexFormat.of().formatHex(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Hexadecimal with or without colons, or Base64 as curl writes it: {@code sha256//…}. */
    private static String pin(String text) {
        String hex = text.strip().replace(":", "").toLowerCase(Locale.ROOT);
        if (HEX_SHA256.matcher(hex).matches()) {
            return hex;
        }
        String base64 = text.strip();
        if (BASE64_SHA256.matcher(base64).matches()) {
            return HexFormat.of().formatHex(Base64.getDecoder().decode(base64.replaceFirst("^sha256//", "")));
        }
        throw new ConfigException(
                ConfigException.Kind.USAGE,
                "--server-ssl-pin: '" + text + "' is no SHA-256 of a public key: 64 hexadecimal digits, or sha256//"
                        + " and Base64");
    }
}
