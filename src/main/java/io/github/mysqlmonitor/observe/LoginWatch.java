package io.github.mysqlmonitor.observe;

import io.github.mysqlmonitor.packet.Ok;
import io.github.mysqlmonitor.wire.Capabilities;
import io.github.mysqlmonitor.wire.ProtocolException;
import io.github.mysqlmonitor.wire.WireReader;
import io.netty.buffer.ByteBuf;
import java.util.Optional;

/** Explains logins that fail, or end badly, where the proxy is part of the reason. */
final class LoginWatch {
    private static final int ACCESS_DENIED = 1045;
    private static final int HOST_NOT_PRIVILEGED = 1130;
    private static final int TLS_ERROR = 2026;
    private static final int SECURE_TRANSPORT_REQUIRED = 3159;

    private String client = "?";
    private boolean overTls;
    private boolean loggedIn;
    private boolean mariaDb;
    private boolean proofOffered;
    private boolean clientSpoke;

    void client(String address) {
        client = address;
    }

    void overTls() {
        overTls = true;
    }

    /** @param head borrowed: an OK that ended the login */
    void loggedIn(boolean serverIsMariaDb, Capabilities agreed, ByteBuf head) {
        loggedIn = true;
        mariaDb = serverIsMariaDb;
        try {
            proofOffered = Secrets.isServerProof(
                    Ok.decode(new WireReader(head), agreed).info());
        } catch (ProtocolException undecoded) {
            // An OK that cannot be read offers no proof that we know of.
            proofOffered = false;
        }
    }

    void clientSpoke() {
        clientSpoke |= loggedIn;
    }

    /** @param head borrowed: an ERR that ended a login */
    Optional<String> refused(ByteBuf head) {
        if (head.readableBytes() < 3) {
            return Optional.empty();
        }
        return switch (head.getUnsignedShortLE(head.readerIndex() + 1)) {
            case ACCESS_DENIED -> Optional.of(seenFromProxy() + "; " + sslDemanded());
            case HOST_NOT_PRIVILEGED -> Optional.of(seenFromProxy());
            case TLS_ERROR, SECURE_TRANSPORT_REQUIRED ->
                Optional.of(
                        "the server demands TLS, and the proxy uses TLS towards it only if the client does: the client at "
                                + client + " must connect with TLS (--ssl-mode=REQUIRED, MariaDB: --ssl)");
            default -> Optional.empty();
        };
    }

    private String seenFromProxy() {
        return "the server saw the proxy's address, the client was at " + client
                + ": the account must be allowed from the proxy's host";
    }

    /** Such accounts are refused in the same words as a wrong password. */
    private String sslDemanded() {
        return overTls
                ? "an account with REQUIRE X509, SUBJECT or ISSUER fails likewise, unless the proxy shows the certificate that it"
                        + " demands (--server-ssl-cert, --server-cert-map)"
                : "an account with REQUIRE SSL or X509 fails likewise, for this client does not use TLS, and so the proxy"
                        + " does not towards the server";
    }

    /** At the session's end. */
    Optional<String> ended() {
        if (!loggedIn || clientSpoke || !(proofOffered || mariaDb && overTls)) {
            return Optional.empty();
        }
        return Optional.of(
                "the client left right after its login succeeded: a MariaDB client does so when it cannot verify"
                        + " the proxy's certificate; give it --ssl-ca=<CA file that mysql-monitor names at its start>"
                        + " or --skip-ssl-verify-server-cert");
    }
}
