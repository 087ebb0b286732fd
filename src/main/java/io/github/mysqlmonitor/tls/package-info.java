/**
 * Certificates and TLS contexts. {@link io.github.mysqlmonitor.tls.ServerIdentity} is where to start: it answers
 * "which certificate do clients see", either read by {@link io.github.mysqlmonitor.tls.PemBundle} or made by
 * {@link io.github.mysqlmonitor.tls.StateCertificates}; {@link io.github.mysqlmonitor.tls.TlsContexts} turns it into
 * the two contexts of a session. BouncyCastle reads and writes; every key and certificate that leaves this package is
 * a JDK object, because the JDK's TLS engine refuses foreign RSASSA-PSS and EdDSA keys.
 */
package io.github.mysqlmonitor.tls;
