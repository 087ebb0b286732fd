/** Sessions as they were relayed, in a file that {@code mysql-monitor replay} reads: see docs/capture-format.md. */
package io.github.mysqlmonitor.sink.capture;
