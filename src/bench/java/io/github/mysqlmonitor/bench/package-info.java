/**
 * The benchmark behind {@code scripts/bench}: {@link io.github.mysqlmonitor.bench.Bench} starts a server and the
 * {@link io.github.mysqlmonitor.bench.Subject}s before it, the workloads put {@link io.github.mysqlmonitor.bench.Sample}s
 * into {@link io.github.mysqlmonitor.bench.Results}, and {@link io.github.mysqlmonitor.bench.Report} makes tables of them.
 * Beside it the load behind {@code scripts/soak}: {@link io.github.mysqlmonitor.bench.Soak} has many
 * {@link io.github.mysqlmonitor.bench.SoakClient}s work, and {@link io.github.mysqlmonitor.bench.SoakChecks} says what must be true then.
 * Plain Java without libraries, compiled by the script; no part of the proxy.
 */
package io.github.mysqlmonitor.bench;
