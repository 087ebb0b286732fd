package io.github.mysqlmonitor.clients;

import java.util.List;

/** What lies between a client and the proxy, in the words of each client. */
enum Wire {
    PLAIN("sslMode=DISABLED", "sslMode=disable", "--ssl-mode=DISABLED", "--get-server-public-key"),
    TLS_1_2(
            "sslMode=REQUIRED&tlsVersions=TLSv1.2",
            "sslMode=trust&enabledSslProtocolSuites=TLSv1.2",
            "--ssl-mode=REQUIRED",
            "--tls-version=TLSv1.2"),
    TLS_1_3(
            "sslMode=REQUIRED&tlsVersions=TLSv1.3",
            "sslMode=trust&enabledSslProtocolSuites=TLSv1.3",
            "--ssl-mode=REQUIRED",
            "--tls-version=TLSv1.3"),
    ZLIB_PLAIN(
            "sslMode=DISABLED&useCompression=true",
            "sslMode=disable&useCompression=true",
            "--ssl-mode=DISABLED",
            "--get-server-public-key",
            "--compression-algorithms=zlib"),
    ZLIB_TLS(
            "sslMode=REQUIRED&useCompression=true",
            "sslMode=trust&useCompression=true",
            "--ssl-mode=REQUIRED",
            "--compression-algorithms=zlib");

    final String mysql;
    final String mariaDb;
    private final String cli;

    Wire(String mysql, String mariaDb, String... cli) {
        this.mysql = mysql;
        this.mariaDb = mariaDb;
        this.cli = String.join(" ", cli);
    }

    boolean isCompressed() {
        return this == ZLIB_PLAIN || this == ZLIB_TLS;
    }

    /** Returns the options of the mysql client. */
    List<String> cli() {
        return List.of(cli.split(" "));
    }
}
