/**
 * Numbers and health for machines, over HTTP: {@code /metrics}, {@code /healthz}, {@code /readyz}. It reads counters that
 * others keep anyway, when it is asked and in a thread of its own; nobody waits for it.
 */
package io.github.mysqlmonitor.admin;
