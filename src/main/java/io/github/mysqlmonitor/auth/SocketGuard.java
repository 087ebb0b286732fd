package io.github.mysqlmonitor.auth;

import java.util.Set;

/**
 * Whether the server's word that somebody is in must rest on more than a Unix socket. Where a client comes over TCP and
 * the server is reached by its Unix socket, plugins such as {@code auth_socket} and {@code unix_socket} see the user whom
 * the proxy runs as, and know nothing of the client.
 *
 * @param on whether a login without a question of the server is refused
 * @param ownUser name of the user whom the proxy runs as
 */
public record SocketGuard(boolean on, String ownUser) {
    public static final SocketGuard OFF = new SocketGuard(false, "");

    private static final Set<String> PLUGINS = Set.of("auth_socket", "unix_socket");
    private static final String HOW = "; give the account a password only, or allow it by --allow-local-identity";

    /** Watches for the user whom this process runs as. */
    public static SocketGuard ofThisProcess() {
        return new SocketGuard(true, System.getProperty("user.name"));
    }

    boolean isSocketPlugin(String plugin) {
        return on && PLUGINS.contains(plugin);
    }

    /** MariaDB tries one plugin after the other, and says nothing of one that looks at the socket. */
    boolean isOwnUser(String user) {
        return on && user.equals(ownUser);
    }

    static String unasked(String user) {
        return "the server lets '" + user + "' in without asking the client anything: by the socket (auth_socket,"
                + " unix_socket), which is the proxy's and says nothing about the client" + HOW;
    }

    static String named(String plugin) {
        return "the server asks for " + plugin
                + ", which looks at the socket: that is the proxy's and says nothing about" + " the client" + HOW;
    }

    static String own(String user) {
        return "'" + user
                + "' is the user whom mysql-monitor runs as: MariaDB's unix_socket may have let it in for that"
                + " alone, whatever the client has sent; run mysql-monitor as a user without an account, or allow it by"
                + " --allow-local-identity";
    }
}
