/**
 * The benchmark behind {@code scripts/bench}: {@link io.github.mysqlmonitor.bench.Bench} starts a server and the
 * {@link io.github.mysqlmonitor.bench.Subject}s before it, the workloads put {@link io.github.mysqlmonitor.bench.Sample}s
 * into {@link io.github.mysqlmonitor.bench.Results}, and {@link io.github.mysqlmonitor.bench.Report} makes tables of them.
 * Plain Java without libraries, compiled by the script; no part of the proxy.
 */
package io.github.mysqlmonitor.bench;
