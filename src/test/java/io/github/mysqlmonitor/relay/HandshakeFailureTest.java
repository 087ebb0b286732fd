package io.github.mysqlmonitor.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.NotSslRecordException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HandshakeFailureTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "error:10000418:SSL routines:OPENSSL_internal:TLSV1_ALERT_UNKNOWN_CA | the client sent the alert"
                        + " unknown_ca (it does not accept the certificate that it was shown)",
                "Received fatal alert: unknown_ca | the client sent the alert unknown_ca (it does not accept the"
                        + " certificate that it was shown)",
                "error:10000410:SSL routines:OPENSSL_internal:SSLV3_ALERT_HANDSHAKE_FAILURE | the client sent the alert"
                        + " handshake_failure (nothing in common: cipher suites, signature algorithms or groups)",
                "error:100000c0:SSL routines:OPENSSL_internal:PEER_DID_NOT_RETURN_A_CERTIFICATE | the client showed no"
                        + " certificate",
                "Empty client certificate chain | the client showed no certificate",
                "handshake timed out after 10000ms | handshake timed out after 10000ms"
            })
    void bothEnginesAreToldInTheSameWords(String message, String told) {
        assertEquals(told, HandshakeFailure.reason(new SSLHandshakeException(message), "client"));
    }

    @Test
    void whatWasFoundWrongHereIsToldAsItIs() {
        Exception inside = new SSLHandshakeException("General OpenSslEngine problem");
        inside.initCause(new CertificateException("the server's certificate CN=x expired"));
        assertEquals(
                "the server's certificate CN=x expired",
                HandshakeFailure.reason(new DecoderException(inside), "server"));
    }

    @Test
    void noTlsAtAllIsSomethingElse() {
        NotSslRecordException plain = new NotSslRecordException("not an SSL/TLS record");
        assertTrue(HandshakeFailure.isNoTls(plain));
        assertTrue(HandshakeFailure.isNoTls(new DecoderException(plain)));
        assertFalse(HandshakeFailure.isNoTls(new SSLHandshakeException("no")));
    }
}
