package io.github.mysqlmonitor.cli;

import io.github.mysqlmonitor.config.AuthorityFiles;
import io.github.mysqlmonitor.config.ClientSslMode;
import io.github.mysqlmonitor.config.ClientTlsConfig;
import io.github.mysqlmonitor.config.Endpoint;
import io.github.mysqlmonitor.config.LegModes;
import io.github.mysqlmonitor.config.ProtocolConfig;
import io.github.mysqlmonitor.config.ServerSni;
import io.github.mysqlmonitor.config.ServerSslMode;
import io.github.mysqlmonitor.config.ServerTlsConfig;
import io.github.mysqlmonitor.config.TlsConfig;
import io.github.mysqlmonitor.config.TlsEngine;
import io.github.mysqlmonitor.tls.KeyLog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Option;

/** The options about TLS, and what they make of the configuration records. */
final class TlsOptions {
    @Option(
            names = "--client-ssl-mode",
            paramLabel = "MODE",
            defaultValue = "PREFERRED",
            description = "TLS with clients: DISABLED, PREFERRED, REQUIRED (a plain TCP client gets ERR 3159), or"
                    + " PASSTHROUGH (the client's TLS reaches the server undecoded). Default: ${DEFAULT-VALUE}.")
    ClientSslMode clientMode;

    @Option(
            names = "--server-ssl-mode",
            paramLabel = "MODE",
            defaultValue = "AS_CLIENT",
            description = "TLS with the server: AS_CLIENT, DISABLED, PREFERRED, REQUIRED, VERIFY_CA,"
                    + " VERIFY_IDENTITY or VERIFY_PIN. Default: ${DEFAULT-VALUE}.")
    ServerSslMode serverMode;

    @Option(
            names = "--cert",
            paramLabel = "FILE",
            description = "Certificate for clients, PEM, intermediates may follow. Default: one is made in the state"
                    + " directory.")
    private Path cert;

    @Option(names = "--key", paramLabel = "FILE", description = "Its private key, PEM.")
    private Path key;

    @Option(
            names = "--key-password-file",
            paramLabel = "FILE",
            description = "File whose first line opens an encrypted key.")
    private Path keyPasswordFile;

    @Option(
            names = "--client-ssl-ca",
            paramLabel = "FILE",
            description = "Authorities of clients' certificates, PEM. Given, clients are asked for one.")
    private Path clientCa;

    @Option(
            names = "--client-ssl-capath",
            paramLabel = "DIR",
            description = "Directory of such authorities, in PEM files.")
    private Path clientCapath;

    @Option(
            names = "--client-ssl-crl",
            paramLabel = "FILE",
            description = "Their revocation lists, PEM; a client without a current list of its issuer is refused.")
    private Path clientCrl;

    @Option(
            names = "--client-ssl-verify",
            paramLabel = "optional|required",
            defaultValue = "optional",
            description = "Whether a client must have a certificate; one that does not verify is always refused."
                    + " Default: ${DEFAULT-VALUE}.")
    private ClientTlsConfig.Verify clientVerify;

    @Option(
            names = "--server-ssl-ca",
            paramLabel = "FILE",
            description = "Authorities of the server's certificate, PEM. VERIFY_IDENTITY takes those of the Java"
                    + " runtime if none are named.")
    private Path serverCa;

    @Option(
            names = "--server-ssl-capath",
            paramLabel = "DIR",
            description = "Directory of such authorities, in PEM files.")
    private Path serverCapath;

    @Option(
            names = "--server-ssl-crl",
            paramLabel = "FILE",
            description = "Their revocation lists, PEM; a server without a current list of its issuer is refused.")
    private Path serverCrl;

    @Option(
            names = "--server-ssl-pin",
            paramLabel = "SHA256",
            split = ",",
            description = "For VERIFY_PIN: SHA-256 of the server's public key, hexadecimal or sha256//BASE64;"
                    + " repeatable.")
    private List<String> serverPins = List.of();

    @Option(
            names = "--server-ssl-cert",
            paramLabel = "FILE",
            description = "The proxy's own certificate for the server, for accounts that require one, PEM.")
    private Path serverCert;

    @Option(names = "--server-ssl-key", paramLabel = "FILE", description = "Its private key, PEM.")
    private Path serverKey;

    @Option(
            names = "--server-ssl-key-password-file",
            paramLabel = "FILE",
            description = "File whose first line opens that key.")
    private Path serverKeyPasswordFile;

    @Option(
            names = "--server-cert-map",
            paramLabel = "FILE",
            description = "Which certificate and key to show to the server for which verified client certificate; lines"
                    + " 'subject NAME -> CERT[, KEY]' and 'san NAME -> CERT[, KEY]'.")
    private Path certMap;

    @Option(
            names = "--server-sni",
            paramLabel = "upstream|as-client",
            defaultValue = "upstream",
            converter = ServerSniOption.class,
            description = "The name that the server is told: the one in --upstream, or the client's. Default:"
                    + " ${DEFAULT-VALUE}.")
    private ServerSni serverSni;

    @Option(
            names = "--tls-versions",
            paramLabel = "VERSION",
            split = ",",
            description = "TLS versions of both legs. Default: TLSv1.2,TLSv1.3.")
    private List<String> versions = List.of();

    @Option(
            names = "--tls-ciphers",
            paramLabel = "SUITE",
            split = "[,:]",
            description = "Cipher suites of both legs, by OpenSSL's or their registered names; a TLS version of which"
                    + " none is named keeps all of its own. Default: all that authenticate and encrypt.")
    private List<String> ciphers = List.of();

    @Option(
            names = "--tls-engine",
            paramLabel = "auto|boringssl|jdk",
            defaultValue = "auto",
            description = "auto takes BoringSSL, and the JDK's engine where BoringSSL does not work. Default:"
                    + " ${DEFAULT-VALUE}.")
    private TlsEngine engine;

    @Option(
            names = "--handshake-timeout",
            paramLabel = "TIME",
            defaultValue = "10s",
            converter = Durations.class,
            description = "For the TLS handshake of each leg; a login may take as long as the server allows. Default:"
                    + " ${DEFAULT-VALUE}.")
    private Duration handshakeTimeout;

    @Option(
            names = "--tls-keylog",
            paramLabel = "FILE",
            description = "Append the keys of all TLS sessions, both legs, to this file, for Wireshark: whoever has it"
                    + " reads recorded traffic. Default: the file in SSLKEYLOGFILE, if that is set.")
    private Path keyLog;

    @Option(
            names = "--state-dir",
            paramLabel = "DIR",
            description = "Where generated certificates are kept. Default: $XDG_STATE_HOME/mysql-monitor or"
                    + " ~/.local/state/mysql-monitor.")
    private Path stateDirectory;

    Duration handshakeTimeout() {
        return handshakeTimeout;
    }

    /**
     * Opens it.
     *
     * @throws io.github.mysqlmonitor.config.ConfigException when no keys can be written there
     */
    Optional<KeyLog> openKeyLog(UnaryOperator<String> environment) {
        String usual = environment.apply("SSLKEYLOGFILE");
        Path file = keyLog == null && usual != null && !usual.isEmpty() ? Path.of(usual) : keyLog;
        return Optional.ofNullable(file).map(KeyLog::open);
    }

    LegModes legs(boolean localIdentity) {
        return new LegModes(clientMode, serverMode, localIdentity);
    }

    /** @param upstream the address that the operator wrote */
    TlsConfig config(Endpoint upstream) {
        return new TlsConfig(
                Optional.ofNullable(cert),
                Optional.ofNullable(key),
                Optional.ofNullable(keyPasswordFile),
                engine,
                state(),
                List.of(),
                new ProtocolConfig(versions, ciphers),
                new ClientTlsConfig(
                        files(clientCa, clientCapath, clientCrl), clientVerify, Optional.ofNullable(certMap)),
                new ServerTlsConfig(
                        serverMode,
                        upstream instanceof Endpoint.Tcp tcp ? tcp.host() : "",
                        files(serverCa, serverCapath, serverCrl),
                        serverPins,
                        Optional.ofNullable(serverCert),
                        Optional.ofNullable(serverKey),
                        Optional.ofNullable(serverKeyPasswordFile),
                        serverSni));
    }

    private static AuthorityFiles files(Path ca, Path capath, Path crl) {
        return new AuthorityFiles(Optional.ofNullable(ca), Optional.ofNullable(capath), Optional.ofNullable(crl));
    }

    private Path state() {
        if (stateDirectory != null) {
            return stateDirectory;
        }
        String state = System.getenv("XDG_STATE_HOME");
        Path base = state == null || state.isEmpty()
                ? Path.of(System.getProperty("user.home"), ".local", "state")
                : Path.of(state);
        return base.resolve("mysql-monitor");
    }
}
