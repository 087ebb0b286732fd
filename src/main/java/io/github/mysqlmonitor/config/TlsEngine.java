package io.github.mysqlmonitor.config;

import java.util.Locale;

/** Which TLS implementation does the encryption. */
public enum TlsEngine {
    /** BoringSSL where it loads and can use the certificate, else the JDK's with one line that says why. */
    AUTO,
    /** BoringSSL or no start. */
    BORINGSSL,
    /** The JDK's own. */
    JDK;

    /** The spelling of the command line and of the configuration file. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
