package io.github.mysqlmonitor.config;

/** Where to listen or connect: a TCP host and port, or the path of a Unix socket. */
public sealed interface Endpoint {

    /** TCP. IPv6 literals are held without brackets. */
    record Tcp(String host, int port) implements Endpoint {
        public Tcp {
            if (port < 0 || port > 65535) {
                throw new ConfigException(ConfigException.Kind.USAGE, "port " + port + " is not between 0 and 65535");
            }
        }

        @Override
        public String toString() {
            return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
        }
    }

    /** Unix domain socket. */
    record Unix(String path) implements Endpoint {
        @Override
        public String toString() {
            return "unix:" + path;
        }
    }

    /**
     * Reads {@code PORT}, {@code HOST}, {@code HOST:PORT}, {@code [V6]:PORT} or {@code unix:/path}.
     *
     * @param defaultHost host when only a port is given
     * @param defaultPort port when only a host is given, or -1 when a port must be given
     * @throws ConfigException for anything else
     */
    static Endpoint parse(String text, String defaultHost, int defaultPort) {
        return EndpointParser.parse(text, defaultHost, defaultPort);
    }
}
