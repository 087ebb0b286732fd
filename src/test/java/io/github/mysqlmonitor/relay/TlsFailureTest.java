package io.github.mysqlmonitor.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsFailureTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "error:10000418:SSL routines:OPENSSL_internal:TLSV1_ALERT_UNKNOWN_CA | CERTIFICATE_REFUSED_BY_PEER",
                "error:10000416:SSL routines:OPENSSL_internal:SSLV3_ALERT_CERTIFICATE_UNKNOWN |"
                        + " CERTIFICATE_REFUSED_BY_PEER",
                "Received fatal alert: bad_certificate | CERTIFICATE_REFUSED_BY_PEER",
                "error:1000045c:SSL routines:OPENSSL_internal:TLSV1_ALERT_CERTIFICATE_REQUIRED | CERTIFICATE_MISSING",
                "error:100000c0:SSL routines:OPENSSL_internal:PEER_DID_NOT_RETURN_A_CERTIFICATE | CERTIFICATE_MISSING",
                "Empty client certificate chain | CERTIFICATE_MISSING",
                "error:10000410:SSL routines:OPENSSL_internal:SSLV3_ALERT_HANDSHAKE_FAILURE | NOTHING_IN_COMMON",
                "Received fatal alert: protocol_version | NOTHING_IN_COMMON",
                "error:100000b8:SSL routines:OPENSSL_internal:NO_SHARED_CIPHER | NOTHING_IN_COMMON",
                "error:100000f0:SSL routines:OPENSSL_internal:UNSUPPORTED_PROTOCOL | NOTHING_IN_COMMON",
                "something else | OTHER"
            })
    void bothEnginesAreCountedInTheSameWords(String message, TlsFailure failure) {
        assertEquals(failure, TlsFailure.of(new SSLHandshakeException(message)));
        assertEquals(failure, TlsFailure.of(new DecoderException(new SSLHandshakeException(message))));
    }

    @Test
    void whatTheExceptionItselfSaysCountsMost() {
        Exception inside = new SSLHandshakeException("General OpenSslEngine problem");
        inside.initCause(new CertificateException("the server's certificate CN=handshake_failure expired"));
        assertEquals(TlsFailure.CERTIFICATE_REFUSED, TlsFailure.of(new DecoderException(inside)));
        assertEquals(TlsFailure.NO_TLS, TlsFailure.of(new NotSslRecordException("not an SSL/TLS record")));
        assertEquals(TlsFailure.TIMEOUT, TlsFailure.of(new SslHandshakeTimeoutException("timed out")));
        assertEquals(TlsFailure.PEER_LEFT, TlsFailure.of(new ClosedChannelException()));
    }
}
