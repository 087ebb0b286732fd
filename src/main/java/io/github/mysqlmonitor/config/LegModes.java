package io.github.mysqlmonitor.config;

/**
 * What the two legs of a session do about TLS, and about who the proxy is for the server.
 *
 * @param localIdentity whether clients of other hosts may be taken for the proxy's own user by a server that is reached
 *     by its Unix socket
 */
public record LegModes(ClientSslMode client, ServerSslMode server, boolean localIdentity) {
    public static final LegModes DEFAULT = new LegModes(ClientSslMode.PREFERRED, ServerSslMode.AS_CLIENT);

    /** Nobody is taken for the proxy. */
    public LegModes(ClientSslMode client, ServerSslMode server) {
        this(client, server, false);
    }

    /** @throws ConfigException for modes that contradict each other */
    public LegModes {
        if (client == ClientSslMode.PASSTHROUGH && server != ServerSslMode.AS_CLIENT) {
            throw new ConfigException(
                    ConfigException.Kind.USAGE,
                    "--client-ssl-mode PASSTHROUGH leaves the server leg's TLS to the client: it goes with"
                            + " --server-ssl-mode AS_CLIENT only");
        }
    }

    /** Whether the proxy makes TLS handshakes with the server at all. */
    public boolean mayUseTlsUpstream() {
        return server != ServerSslMode.DISABLED
                && client != ClientSslMode.PASSTHROUGH
                && (server != ServerSslMode.AS_CLIENT || client != ClientSslMode.DISABLED);
    }
}
