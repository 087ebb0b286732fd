package io.github.mysqlmonitor.cli;

/** A switch whose default is on. */
enum OnOff {
    ON,
    OFF
}
