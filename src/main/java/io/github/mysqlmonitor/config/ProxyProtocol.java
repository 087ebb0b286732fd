package io.github.mysqlmonitor.config;

/** The form of the header that tells the upstream who the client is. */
public enum ProxyProtocol {
    /** A line of text. */
    V1,
    /** Binary. */
    V2
}
