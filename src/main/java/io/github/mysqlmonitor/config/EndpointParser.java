package io.github.mysqlmonitor.config;

/** The grammar of {@link Endpoint}. */
final class EndpointParser {
    /** sun_path holds 108 bytes with its NUL on Linux. */
    private static final int MAX_UNIX_PATH = 107;

    private EndpointParser() {}

    static Endpoint parse(String text, String defaultHost, int defaultPort) {
        String trimmed = text.trim();
        if (trimmed.startsWith("unix:")) {
            return unix(text, trimmed.substring("unix:".length()));
        }
        if (trimmed.startsWith("[")) {
            int close = trimmed.indexOf(']');
            if (close < 2) {
                throw malformed(text);
            }
            String rest = trimmed.substring(close + 1);
            String host = trimmed.substring(1, close);
            if (rest.isEmpty()) {
                return withDefaultPort(text, host, defaultPort);
            }
            if (!rest.startsWith(":")) {
                throw malformed(text);
            }
            return new Endpoint.Tcp(host, port(text, rest.substring(1)));
        }
        int colon = trimmed.lastIndexOf(':');
        if (colon < 0) {
            if (!trimmed.isEmpty() && trimmed.chars().allMatch(Character::isDigit)) {
                return new Endpoint.Tcp(defaultHost, port(text, trimmed));
            }
            return withDefaultPort(text, trimmed, defaultPort);
        }
        if (trimmed.indexOf(':') != colon) {
            throw new ConfigException(
                    ConfigException.Kind.USAGE, "address '" + text + "': write an IPv6 address as [ADDRESS]:PORT");
        }
        String host = trimmed.substring(0, colon);
        return new Endpoint.Tcp(host.isEmpty() ? defaultHost : host, port(text, trimmed.substring(colon + 1)));
    }

    private static Endpoint unix(String text, String path) {
        if (!path.startsWith("/")) {
            throw new ConfigException(
                    ConfigException.Kind.USAGE, "address '" + text + "': a Unix socket is written unix:/path");
        }
        if (path.getBytes(java.nio.charset.StandardCharsets.UTF_8).length > MAX_UNIX_PATH) {
            throw new ConfigException(
                    ConfigException.Kind.USAGE,
                    "address '" + text + "': the path of a Unix socket has at most " + MAX_UNIX_PATH + " bytes");
        }
        return new Endpoint.Unix(path);
    }

    private static Endpoint withDefaultPort(String text, String host, int defaultPort) {
        if (host.isEmpty() || defaultPort < 0) {
            throw malformed(text);
        }
        return new Endpoint.Tcp(host, defaultPort);
    }

    private static int port(String text, String digits) {
        if (digits.isEmpty() || digits.length() > 5 || !digits.chars().allMatch(Character::isDigit)) {
            throw malformed(text);
        }
        int port = Integer.parseInt(digits);
        if (port > 65535) {
            throw new ConfigException(
                    ConfigException.Kind.USAGE, "address '" + text + "': port " + port + " is above 65535");
        }
        return port;
    }

    private static ConfigException malformed(String text) {
        return new ConfigException(
                ConfigException.Kind.USAGE,
                "address '" + text + "' is none of PORT, HOST:PORT, [IPV6]:PORT, unix:/path");
    }
}
