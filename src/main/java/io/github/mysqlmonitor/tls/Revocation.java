package io.github.mysqlmonitor.tls;

import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/** Looks up certificates in revocation lists; as OpenSSL does it for MySQL, each issuer must have a current one. */
final class Revocation {
    private Revocation() {}

    /**
     * @param path leaf first, without the authority at its end
     * @throws CertificateException if one is revoked, or if that cannot be known
     */
    static void check(Authorities authorities, List<? extends Certificate> path, Instant now, String whose)
            throws CertificateException {
        if (!authorities.checksRevocation()) {
            return;
        }
        for (int i = 0; i < path.size(); i++) {
            X509Certificate certificate = (X509Certificate) path.get(i);
            X509Certificate issuer = i + 1 < path.size()
                    ? (X509Certificate) path.get(i + 1)
                    : authorities.issuerOf(certificate).orElseThrow();
            check(authorities, certificate, issuer, now, i == 0 ? whose : "an issuer of " + whose);
        }
    }

    private static void check(
            Authorities authorities, X509Certificate certificate, X509Certificate issuer, Instant now, String which)
            throws CertificateException {
        String named = which + " " + certificate.getSubjectX500Principal().getName();
        String file = authorities.crlFile().orElseThrow().toString();
        X509CRL list = newest(authorities, issuer);
        if (list == null) {
            throw new CertificateException(named + " may be revoked: " + file + " has no list of its issuer "
                    + issuer.getSubjectX500Principal().getName());
        }
        if (list.getNextUpdate() != null && now.isAfter(list.getNextUpdate().toInstant())) {
            throw new CertificateException(named + " may be revoked: the list of its issuer in " + file
                    + " was due to be renewed on " + list.getNextUpdate().toInstant());
        }
        X509CRLEntry entry = list.getRevokedCertificate(certificate);
        if (entry != null) {
            throw new CertificateException(
                    named + " was revoked on " + entry.getRevocationDate().toInstant() + ", says " + file);
        }
    }

    private static X509CRL newest(Authorities authorities, X509Certificate issuer) {
        X509CRL newest = null;
        for (X509CRL list : authorities.crls()) {
            boolean newer = newest == null || issuedAt(list).isAfter(issuedAt(newest));
            if (newer && issued(issuer, list)) {
                newest = list;
            }
        }
        return newest;
    }

    private static Instant issuedAt(X509CRL list) {
        return list.getThisUpdate().toInstant();
    }

    private static boolean issued(X509Certificate issuer, X509CRL list) {
        if (!list.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
            return false;
        }
        try {
            list.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false; // A list that somebody else signed says nothing.
        }
    }
}
