package io.github.mysqlmonitor.cli;

/** A switch that can be turned off on the command line. */
enum OnOff {
    ON,
    OFF;

    /** As options of sinks write it. */
    static String of(boolean on) {
        return on ? "on" : "off";
    }
}
