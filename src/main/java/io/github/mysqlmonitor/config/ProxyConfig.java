package io.github.mysqlmonitor.config;

import java.util.List;

/** What the relay plane needs to know. */
public record ProxyConfig(
        List<Endpoint> listen,
        UpstreamConfig upstream,
        LegModes legs,
        SessionLimits limits,
        DrainConfig drain,
        TransportConfig transport) {
    public ProxyConfig {
        listen = List.copyOf(listen);
        if (listen.isEmpty()) {
            throw new ConfigException(ConfigException.Kind.USAGE, "no address to listen on: give --listen PORT");
        }
        if (upstream.injectAttributes() && legs.client() == ClientSslMode.PASSTHROUGH) {
            throw new ConfigException(
                    ConfigException.Kind.USAGE,
                    "--inject-attributes edits logins, which --client-ssl-mode PASSTHROUGH leaves encrypted: choose one of"
                            + " them");
        }
    }
}
