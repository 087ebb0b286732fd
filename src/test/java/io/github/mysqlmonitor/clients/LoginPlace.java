package io.github.mysqlmonitor.clients;

import io.github.mysqlmonitor.clients.LoginClient.Account;
import io.github.mysqlmonitor.clients.LoginClient.Leg;
import io.github.mysqlmonitor.config.ClientSslMode;
import io.github.mysqlmonitor.config.ServerSslMode;
import java.util.ArrayList;
import java.util.List;

/** A listener of the proxy before a server that offers TLS, and what a client can expect there. */
record LoginPlace(ClientSslMode client, ServerSslMode server, boolean clearTextAllowed, int port) {
    /** What the proxy says instead of asking for a password that others would hear. */
    static final String REFUSAL =
            "mysql-monitor: the server asks for the password in clear (mysql_clear_password) over a"
                    + " connection that is not protected: use TLS between proxy and server, or allow it by"
                    + " --allow-cleartext-upstream";

    /** Every pair of modes that there is. */
    static List<LoginPlace> all() {
        List<LoginPlace> all = new ArrayList<>();
        for (ClientSslMode client : ClientSslMode.values()) {
            for (ServerSslMode server : ServerSslMode.values()) {
                if (client != ClientSslMode.PASSTHROUGH || server == ServerSslMode.AS_CLIENT) {
                    all.add(new LoginPlace(client, server, false, 0));
                }
            }
        }
        return all;
    }

    /** Whether a client with TLS has its password go on without. */
    boolean isPlainToTheServer() {
        return client == ClientSslMode.PREFERRED && server == ServerSslMode.DISABLED;
    }

    LoginPlace allowingClearText() {
        return new LoginPlace(client, server, true, 0);
    }

    LoginPlace at(int listening) {
        return new LoginPlace(client, server, clearTextAllowed, listening);
    }

    /** Returns what the client of this account sees here; {@code direct}, unless the modes demand something else. */
    String expected(LoginClient program, Leg leg, Account account, String direct) {
        if (leg.tls && client == ClientSslMode.DISABLED) {
            return switch (program) {
                case CLI -> "SSL connection error: SSL is required but the server doesn't support it";
                case MARIADB_CLI -> "TLS/SSL error: SSL is required, but the server does not support it";
                case CONNECTOR_J -> "SSL Connection required, but not provided by server.";
                case MARIADB_CONNECTOR_J -> "Trying to connect with ssl, but ssl not enabled in the server";
            };
        }
        if (!leg.tls && client == ClientSslMode.REQUIRED) {
            return "Connections using insecure transport are prohibited while --require_secure_transport=ON.";
        }
        boolean exposed = leg.tls && server == ServerSslMode.DISABLED && !clearTextAllowed;
        return exposed && account.sendsClearText() ? REFUSAL : direct;
    }

    @Override
    public String toString() {
        return client + " x " + server + (clearTextAllowed ? " (clear text allowed)" : "");
    }
}
