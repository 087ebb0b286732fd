/**
 * Events out of the process: event loop → {@link io.github.mysqlmonitor.sink.Sinks} → one
 * {@link io.github.mysqlmonitor.sink.SinkQueue} per sink → {@link io.github.mysqlmonitor.sink.SinkWorker} →
 * {@link io.github.mysqlmonitor.sink.Sink}. Nothing here ever makes an event loop wait.
 */
package io.github.mysqlmonitor.sink;
