package io.github.mysqlmonitor.tls;

import io.github.mysqlmonitor.config.AuthorityFiles;
import io.github.mysqlmonitor.config.ClientSslMode;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** What clients conclude from the certificate that they are shown, by what they have been told to look at. */
public final class ClientConclusions {
    /**
     * One sentence.
     *
     * @param client who it is about: the subject of the sentence
     * @param connects whether it connects as it is, or if it is told what the text says
     */
    public record Conclusion(String client, boolean connects, String text) {}

    private static final String MARIADB = "a MariaDB 11.4 client";
    private static final String MODE = "a client with --ssl-mode=";

    private final ServerIdentity identity;
    private final ClientSslMode mode;
    private final X509Certificate leaf;
    private final Clock clock;

    private ClientConclusions(ServerIdentity identity, ClientSslMode mode, Clock clock) {
        this.identity = identity;
        this.mode = mode;
        this.leaf = identity.bundle().leaf();
        this.clock = clock;
    }

    /**
     * For MySQL's four modes that may use TLS, and for MariaDB's clients without options.
     *
     * @param upstream the leaf that the server shows, if it is known: MariaDB's proof depends on it
     */
    public static List<Conclusion> of(
            ServerIdentity identity, ClientSslMode mode, Optional<X509Certificate> upstream, Clock clock) {
        return new ClientConclusions(identity, mode, clock).all(upstream);
    }

    /** Whether the certificate is for a host that is listened on. */
    public static boolean isFor(String host, ServerIdentity identity) {
        return HostNames.match(host, identity.bundle().leaf());
    }

    private List<Conclusion> all(Optional<X509Certificate> upstream) {
        if (mode == ClientSslMode.PASSTHROUGH) {
            return List.of(new Conclusion("a client", true, "sees the upstream's certificate, not this one"));
        }
        if (mode == ClientSslMode.DISABLED) {
            String refused = "does not connect: no TLS is offered (--client-ssl-mode DISABLED)";
            return List.of(
                    new Conclusion(MODE + "PREFERRED", true, "connects without TLS: none is offered"),
                    new Conclusion(MODE + "REQUIRED", false, refused),
                    new Conclusion(MODE + "VERIFY_CA", false, refused),
                    new Conclusion(MODE + "VERIFY_IDENTITY", false, refused),
                    new Conclusion(MARIADB, false, refused));
        }
        Conclusion authority = byAuthority();
        Conclusion named = byName(authority);
        return List.of(
                new Conclusion(MODE + "PREFERRED", true, "connects with TLS and verifies nothing"),
                new Conclusion(MODE + "REQUIRED", true, "connects with TLS and verifies nothing"),
                authority,
                named,
                mariaDb(authority, named, upstream));
    }

    private Conclusion byAuthority() {
        boolean selfSigned = PemBundle.issued(leaf, leaf);
        Optional<Path> file = selfSigned ? Optional.of(identity.certFile()) : identity.caFile();
        Authorities authorities = Authorities.load(new AuthorityFiles(file, Optional.empty(), Optional.empty()));
        try {
            new ChainVerifier(authorities, ChainVerifier.Purpose.SERVER, clock)
                    .verify(identity.bundle().chain().toArray(X509Certificate[]::new));
        } catch (CertificateException refused) {
            boolean unknown = file.isEmpty() && refused.getMessage().contains("unknown authority");
            return new Conclusion(
                    MODE + "VERIFY_CA",
                    unknown,
                    unknown
                            ? "connects if its --ssl-ca holds "
                                    + lastIssuer().getIssuerX500Principal().getName()
                            : "does not connect: " + refused.getMessage());
        }
        return new Conclusion(
                MODE + "VERIFY_CA",
                true,
                file.map(ca -> "connects with --ssl-ca=" + ca)
                        .orElse("connects with the authorities of its system, if they are those of the Java runtime"));
    }

    private X509Certificate lastIssuer() {
        List<X509Certificate> chain = identity.bundle().chain();
        return chain.get(chain.size() - 1);
    }

    private Conclusion byName(Conclusion authority) {
        List<String> names = HostNames.in(leaf);
        if (!authority.connects || names.isEmpty()) {
            return new Conclusion(
                    MODE + "VERIFY_IDENTITY",
                    false,
                    authority.connects ? "does not connect: the certificate has no names" : authority.text);
        }
        return new Conclusion(MODE + "VERIFY_IDENTITY", true, authority.text + ", to " + String.join(", ", names));
    }

    private Conclusion mariaDb(Conclusion authority, Conclusion named, Optional<X509Certificate> upstream) {
        if (upstream.filter(leaf::equals).isPresent()) {
            return new Conclusion(
                    MARIADB, true, "connects: the certificate is the upstream's own, and its proof in the login fits");
        }
        if (named.connects && identity.caFile().isEmpty()) {
            return new Conclusion(MARIADB, true, named.text);
        }
        String told = identity.caFile().isPresent() && authority.connects
                ? "with --ssl-ca=" + identity.caFile().get()
                : "with an --ssl-ca that fits";
        return new Conclusion(
                MARIADB,
                true,
                "connects " + told
                        + ", or with --skip-ssl-verify-server-cert; else only to 127.0.0.1, from anywhere else"
                        + " it leaves behind the login");
    }
}
