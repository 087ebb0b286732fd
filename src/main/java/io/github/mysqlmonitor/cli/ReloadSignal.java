package io.github.mysqlmonitor.cli;

import sun.misc.Signal;

/** SIGHUP: read again what can change while sessions run. The JVM's own reaction would be to exit. */
final class ReloadSignal {
    private ReloadSignal() {}

    /** @param reload must return at once */
    static void install(Runnable reload) {
        Signal.handle(new Signal("HUP"), signal -> reload.run());
    }
}
