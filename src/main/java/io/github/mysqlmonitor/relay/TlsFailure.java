package io.github.mysqlmonitor.relay;

import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertificateException;
import java.util.Locale;
import java.util.regex.Pattern;

/** Why a TLS handshake failed, as one of a few words that numbers are kept for; the log has the details. */
enum TlsFailure {
    /** What came was no TLS. */
    NO_TLS,
    TIMEOUT,
    /** The peer closed the connection without a word. */
    PEER_LEFT,
    /** The peer's certificate did not verify here. */
    CERTIFICATE_REFUSED,
    /** One of the two sides demands a certificate and gets none. */
    CERTIFICATE_MISSING,
    /** The peer does not accept the certificate that it was shown. */
    CERTIFICATE_REFUSED_BY_PEER,
    /** No version, cipher suite, signature algorithm or group. */
    NOTHING_IN_COMMON,
    OTHER;

    private static final Pattern MISSING = Pattern.compile(
            "PEER_DID_NOT_RETURN_A_CERTIFICATE|EMPTY CLIENT CERTIFICATE CHAIN|CERTIFICATE_REQUIRED|ALERT_NUMBER_116");
    private static final Pattern REFUSED = Pattern.compile("ALERT(_|: )(UNKNOWN_CA|BAD_CERTIFICATE|CERTIFICATE_UNKNOWN"
            + "|CERTIFICATE_EXPIRED|CERTIFICATE_REVOKED|UNSUPPORTED_CERTIFICATE|UNKNOWN_CERTIFICATE|ACCESS_DENIED)");
    private static final Pattern NOTHING = Pattern.compile("HANDSHAKE_FAILURE|PROTOCOL_VERSION|INSUFFICIENT_SECURITY"
            + "|UNSUPPORTED_PROTOCOL|WRONG_VERSION_NUMBER|NO_SHARED_|WRONG_SIGNATURE_TYPE|NO_COMMON_SIGNATURE"
            + "|NO APPROPRIATE PROTOCOL|NO CIPHER SUITES IN COMMON|NO_APPLICATION_PROTOCOL|CLIENT REQUESTED PROTOCOL");

    static TlsFailure of(Throwable cause) {
        if (HandshakeFailure.isNoTls(cause)) {
            return NO_TLS;
        }
        for (Throwable each = cause; each != null; each = each.getCause()) {
            if (each instanceof SslHandshakeTimeoutException) {
                return TIMEOUT;
            }
            if (each instanceof CertificateException) {
                return CERTIFICATE_REFUSED;
            }
            if (each instanceof ClosedChannelException) {
                return PEER_LEFT;
            }
        }
        String text = Reasons.root(cause).toUpperCase(Locale.ROOT);
        if (MISSING.matcher(text).find()) {
            return CERTIFICATE_MISSING;
        }
        if (REFUSED.matcher(text).find()) {
            return CERTIFICATE_REFUSED_BY_PEER;
        }
        return NOTHING.matcher(text).find() ? NOTHING_IN_COMMON : OTHER;
    }
}
