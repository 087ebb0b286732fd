package io.github.mysqlmonitor.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whether clients of other hosts would become local ones for the server: where the proxy listens to them and reaches the
 * server by its Unix socket or its loopback address, the server sees the proxy's own host and user instead of theirs.
 */
public final class LocalIdentity {
    private static final String FOR_THE_SERVER = " and its clients are local ones for the server at ";
    private static final String ACCOUNTS = "accounts @localhost let them in";

    private LocalIdentity() {}

    /**
     * Looks at a listener and its upstream. A host name to listen on is resolved.
     *
     * @param allowed whether the operator has said that it is meant
     * @param strict whether what is otherwise a warning is refused
     * @return what the operator should be warned of
     * @throws ConfigException of kind USAGE for what is refused
     */
    public static Optional<String> check(List<Endpoint> listen, Endpoint upstream, boolean allowed, boolean strict) {
        String open = listen.stream()
                .filter(LocalIdentity::isOpen)
                .map(Object::toString)
                .collect(Collectors.joining(", "));
        if (open.isEmpty() || !isLocal(upstream)) {
            return Optional.empty();
        }
        String where = "--listen " + open + " is open to other hosts," + FOR_THE_SERVER + upstream + ": ";
        if (upstream instanceof Endpoint.Unix) {
            String what = where + ACCOUNTS + ", require_secure_transport is met without TLS, and socket plugins"
                    + " (auth_socket, unix_socket) see the user whom mysql-monitor runs as";
            if (!allowed) {
                throw new ConfigException(
                        ConfigException.Kind.USAGE,
                        what + ". Listen on 127.0.0.1, or write the server's TCP address in --upstream, or allow it by"
                                + " --allow-local-identity");
            }
            return Optional.of(what + " (--allow-local-identity)");
        }
        String what = where + ACCOUNTS + ", and firewalls and bind_address do not keep them out";
        if (strict) {
            throw new ConfigException(
                    ConfigException.Kind.USAGE,
                    what + ". --strict does not allow it: write an address in --upstream that is not the loopback's");
        }
        return Optional.of(
                what + ". Limit these accounts, or write an address in --upstream that is not the loopback's");
    }

    /** Whether other hosts may reach it. */
    private static boolean isOpen(Endpoint listen) {
        return listen instanceof Endpoint.Tcp tcp && (tcp.host().equals("*") || !isLoopback(tcp.host(), true));
    }

    private static boolean isLocal(Endpoint upstream) {
        return !(upstream instanceof Endpoint.Tcp tcp) || isLoopback(tcp.host(), false);
    }

    /** @param resolve whether to ask for the address of a name, which may take a while */
    private static boolean isLoopback(String host, boolean resolve) {
        String name = host.toLowerCase(Locale.ROOT);
        if (name.equals("localhost") || name.endsWith(".localhost")) {
            return true;
        }
        boolean literal = name.indexOf(':') >= 0 || name.chars().allMatch(c -> c == '.' || Character.isDigit(c));
        try {
            return (literal || resolve) && InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            // Nobody can listen there; for the upstream it is no literal after all.
            return false;
        }
    }
}
