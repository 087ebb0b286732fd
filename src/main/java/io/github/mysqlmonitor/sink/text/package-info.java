/** The packet log: lines for people, on stdout or in a file. */
package io.github.mysqlmonitor.sink.text;
