/**
 * Events for programs: a JSON object per line. The keys are those of OpenTelemetry's conventions for databases where they
 * have one, else {@code mysql_monitor.…}; {@code docs/events.schema.json} lists them.
 */
package io.github.mysqlmonitor.sink.json;
