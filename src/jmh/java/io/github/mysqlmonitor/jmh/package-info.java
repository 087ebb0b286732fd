/**
 * Microbenchmarks of what runs per packet and per command, on bytes that real servers and clients sent. See
 * {@code docs/performance.md} for how to run them. Those of package-private classes lie in the packages of these.
 */
package io.github.mysqlmonitor.jmh;
