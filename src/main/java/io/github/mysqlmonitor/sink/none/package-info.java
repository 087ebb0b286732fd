/** The sink that throws all events away. */
package io.github.mysqlmonitor.sink.none;
