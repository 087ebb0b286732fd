package io.github.mysqlmonitor.tls;

import java.security.GeneralSecurityException;
import java.security.cert.CertPath;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Decides whether the chain that a peer shows leads to a trusted authority, and says exactly why it does not. */
final class ChainVerifier {
    /** What the peer's certificate must be good for. */
    enum Purpose {
        SERVER("the server's certificate", "1.3.6.1.5.5.7.3.1", "servers"),
        CLIENT("the client's certificate", "1.3.6.1.5.5.7.3.2", "clients");

        private final String whose;
        private final String usage;
        private final String users;

        Purpose(String whose, String usage, String users) {
            this.whose = whose;
            this.usage = usage;
            this.users = users;
        }
    }

    private static final String ANY_USAGE = "2.5.29.37.0";

    private final Authorities authorities;
    private final Purpose purpose;
    private final Clock clock;
    private final Set<TrustAnchor> anchors;

    ChainVerifier(Authorities authorities, Purpose purpose, Clock clock) {
        this.authorities = authorities;
        this.purpose = purpose;
        this.clock = clock;
        this.anchors = authorities.certificates().stream()
                .map(authority -> new TrustAnchor(authority, null))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** @throws CertificateException whose message is one sentence, fit for logs and for the client */
    void verify(X509Certificate... shown) throws CertificateException {
        if (shown == null || shown.length == 0) {
            throw new CertificateException(purpose.whose + " is missing");
        }
        X509Certificate leaf = shown[0];
        List<X509Certificate> chain = chain(shown);
        for (X509Certificate member : chain) {
            verifyTime(member, leaf);
        }
        verifyUsage(leaf);
        if (!authorities.certificates().contains(leaf)) {
            CertPath path = path(leaf, shown);
            Revocation.check(authorities, path.getCertificates(), clock.instant(), purpose.whose);
        }
    }

    /**
     * The leaf, and its issuers as far as they were shown and are needed.
     *
     * @throws CertificateException when it leads to no authority
     */
    private List<X509Certificate> chain(X509Certificate... shown) throws CertificateException {
        List<X509Certificate> chain = new ArrayList<>(List.of(shown[0]));
        List<X509Certificate> rest = new ArrayList<>(Arrays.asList(shown));
        rest.remove(0);
        while (true) {
            X509Certificate last = chain.get(chain.size() - 1);
            if (authorities.certificates().contains(last)
                    || authorities.issuerOf(last).isPresent()) {
                return chain;
            }
            X509Certificate issuer = rest.stream()
                    .filter(candidate -> PemBundle.issued(candidate, last))
                    .findFirst()
                    .orElse(null);
            if (issuer == null) {
                throw new CertificateException(untrusted(shown[0], last));
            }
            rest.remove(issuer);
            chain.add(issuer);
        }
    }

    private String untrusted(X509Certificate leaf, X509Certificate last) {
        String source = authorities.description();
        if (PemBundle.issued(leaf, leaf)) {
            return named(leaf) + " is self-signed, and it is not in " + source;
        }
        boolean selfSigned = PemBundle.issued(last, last);
        String issuer = (selfSigned ? last.getSubjectX500Principal() : last.getIssuerX500Principal()).getName();
        if (authorities.knowsNameOfIssuer(last)) {
            return named(leaf) + " is from an unknown authority: " + source + " has one of the name " + issuer
                    + ", but with another key";
        }
        return named(leaf) + " is from an unknown authority: " + issuer + " is not in " + source;
    }

    private void verifyTime(X509Certificate member, X509Certificate leaf) throws CertificateException {
        Instant now = clock.instant();
        String which =
                member.equals(leaf) ? named(leaf) : named(leaf) + ": its issuer's certificate " + subject(member);
        if (now.isAfter(member.getNotAfter().toInstant())) {
            throw new CertificateException(
                    which + " expired on " + member.getNotAfter().toInstant());
        }
        if (now.isBefore(member.getNotBefore().toInstant())) {
            throw new CertificateException(
                    which + " is not valid before " + member.getNotBefore().toInstant());
        }
    }

    private void verifyUsage(X509Certificate leaf) throws CertificateException {
        List<String> usages;
        try {
            usages = leaf.getExtendedKeyUsage();
        } catch (CertificateParsingException e) {
            throw new CertificateException(named(leaf) + " is damaged: " + PemFile.oneLine(e), e);
        }
        if (usages != null && !usages.contains(purpose.usage) && !usages.contains(ANY_USAGE)) {
            throw new CertificateException(
                    named(leaf) + " is not for TLS " + purpose.users + " (its extended key usage does not say so)");
        }
    }

    /** Constraints, signatures and the rest, by the rules of RFC 5280. */
    private CertPath path(X509Certificate leaf, X509Certificate... shown) throws CertificateException {
        X509CertSelector target = new X509CertSelector();
        target.setCertificate(leaf);
        try {
            PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, target);
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(clock.instant()));
            parameters.addCertStore(
                    CertStore.getInstance("Collection", new CollectionCertStoreParameters(Arrays.asList(shown))));
            return CertPathBuilder.getInstance("PKIX").build(parameters).getCertPath();
        } catch (GeneralSecurityException e) {
            Throwable root = e;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            throw new CertificateException(
                    named(leaf) + " does not verify against " + authorities.description() + ": "
                            + PemFile.oneLine(root),
                    e);
        }
    }

    private String named(X509Certificate leaf) {
        return purpose.whose + " " + subject(leaf);
    }

    private static String subject(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName();
    }
}
