package io.github.mysqlmonitor.event;

import java.util.List;

/**
 * What the certificate of a peer says, and what it was held against.
 *
 * @param names alternative names: host names, addresses, mail addresses and URIs
 * @param notAfterEpochMicros when it expires, in microseconds since 1970; 0 if there is no certificate
 * @param verification {@code ca}, {@code identity} or {@code pin}; {@code none} if it was accepted as it was, empty if
 *     there is no certificate
 */
public record CertificateFacts(List<String> names, long notAfterEpochMicros, String verification) {
    public static final CertificateFacts NONE = new CertificateFacts(List.of(), 0, "");

    public CertificateFacts {
        names = List.copyOf(names);
    }
}
