package io.github.mysqlmonitor.config;

/** What becomes of values: literals, bound values, rows, attribute values, and values quoted in error messages. */
public enum ValuePolicy {
    SHOW,
    /** A {@code ?} in the place of each. */
    MASK,
    /** A keyed hash in the place of each, so that equal values stay recognisable within one run of the proxy. */
    HASH
}
