package io.github.mysqlmonitor.relay;

import io.netty.handler.ssl.NotSslRecordException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Why a TLS handshake failed, in words that do not depend on the engine. */
final class HandshakeFailure {
    /** As BoringSSL and the JDK say that the peer sent an alert. */
    private static final Pattern ALERT =
            Pattern.compile("(?:SSLV3_ALERT_|TLSV1_ALERT_|Received fatal alert: )([A-Za-z0-9_]+)");

    private HandshakeFailure() {}

    /** Whether what came was no TLS at all. */
    static boolean isNoTls(Throwable cause) {
        return cause instanceof NotSslRecordException || cause.getCause() instanceof NotSslRecordException;
    }

    /**
     * One line: the alert by its name in the standard, or what was found wrong here.
     *
     * @param peer the client or the server
     */
    static String reason(Throwable cause, String peer) {
        String root = Reasons.root(cause);
        if (root.contains("PEER_DID_NOT_RETURN_A_CERTIFICATE") || root.contains("Empty client certificate chain")) {
            return "the " + peer + " showed no certificate";
        }
        Matcher alert = ALERT.matcher(root);
        if (!alert.find()) {
            return root;
        }
        String name = alert.group(1).toLowerCase(Locale.ROOT);
        return "the " + peer + " sent the alert " + name + meaning(name);
    }

    private static String meaning(String alert) {
        return switch (alert) {
            case "unknown_ca", "bad_certificate", "certificate_unknown" ->
                " (it does not accept the certificate that it was shown)";
            case "certificate_required" -> " (it demands a certificate: --server-ssl-cert)";
            case "protocol_version" -> " (no TLS version in common)";
            case "handshake_failure" -> " (nothing in common: cipher suites, signature algorithms or groups)";
            default -> "";
        };
    }
}
