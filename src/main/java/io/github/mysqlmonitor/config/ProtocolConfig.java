package io.github.mysqlmonitor.config;

import java.util.List;

/**
 * What both legs speak.
 *
 * @param versions such as {@code TLSv1.2}; empty for TLS 1.2 and 1.3
 * @param ciphers names of cipher suites, OpenSSL's or the registered ones; empty for all that authenticate and encrypt.
 *     They restrict the TLS version that they belong to, and leave the other as it is.
 */
public record ProtocolConfig(List<String> versions, List<String> ciphers) {
    public static final ProtocolConfig DEFAULT = new ProtocolConfig(List.of(), List.of());

    public ProtocolConfig {
        versions = List.copyOf(versions);
        ciphers = List.copyOf(ciphers);
    }
}
