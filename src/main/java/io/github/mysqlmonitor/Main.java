package io.github.mysqlmonitor;

import io.github.mysqlmonitor.cli.MysqlMonitor;

/** Entry. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        int exitCode = MysqlMonitor.execute(args);
        System.exit(exitCode);
    }
}
