package io.github.mysqlmonitor.testing;

import io.github.mysqlmonitor.config.AuthorityFiles;
import io.github.mysqlmonitor.config.ClientSslMode;
import io.github.mysqlmonitor.config.ClientTlsConfig;
import io.github.mysqlmonitor.config.LegModes;
import io.github.mysqlmonitor.config.ProtocolConfig;
import io.github.mysqlmonitor.config.ServerSni;
import io.github.mysqlmonitor.config.ServerSslMode;
import io.github.mysqlmonitor.config.ServerTlsConfig;
import io.github.mysqlmonitor.config.TlsConfig;
import io.github.mysqlmonitor.config.TlsEngine;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What a test wants of TLS, on top of the defaults. */
public final class TlsSetup {
    private ClientSslMode clientMode = ClientSslMode.PREFERRED;
    private ServerSslMode serverMode = ServerSslMode.AS_CLIENT;
    private TlsEngine engine = TlsEngine.AUTO;
    private ProtocolConfig protocols = ProtocolConfig.DEFAULT;
    private Optional<Path> cert = Optional.empty();
    private Optional<Path> key = Optional.empty();
    private AuthorityFiles clientAuthorities = AuthorityFiles.NONE;
    private ClientTlsConfig.Verify clientVerify = ClientTlsConfig.Verify.OPTIONAL;
    private Optional<Path> certMap = Optional.empty();
    private String host = "127.0.0.1";
    private AuthorityFiles serverAuthorities = AuthorityFiles.NONE;
    private List<String> pins = List.of();
    private Optional<Path> serverCert = Optional.empty();
    private Optional<Path> serverKey = Optional.empty();
    private ServerSni sni = ServerSni.UPSTREAM;

    public TlsSetup modes(ClientSslMode client, ServerSslMode server) {
        clientMode = client;
        serverMode = server;
        return this;
    }

    public TlsSetup engine(TlsEngine which) {
        engine = which;
        return this;
    }

    public TlsSetup protocols(List<String> versions, List<String> ciphers) {
        protocols = new ProtocolConfig(versions, ciphers);
        return this;
    }

    /** What clients are shown. */
    public TlsSetup certificate(Path certFile, Path keyFile) {
        cert = Optional.of(certFile);
        key = Optional.of(keyFile);
        return this;
    }

    public TlsSetup clients(Path ca, Optional<Path> crl, ClientTlsConfig.Verify verify) {
        clientAuthorities = new AuthorityFiles(Optional.of(ca), Optional.empty(), crl);
        clientVerify = verify;
        return this;
    }

    public TlsSetup certMap(Path file) {
        certMap = Optional.of(file);
        return this;
    }

    /** The host name as if the operator had written it. */
    public TlsSetup host(String name) {
        host = name;
        return this;
    }

    public TlsSetup serverCa(Path ca) {
        serverAuthorities = new AuthorityFiles(Optional.of(ca), Optional.empty(), Optional.empty());
        return this;
    }

    public TlsSetup pin(String pin) {
        pins = List.of(pin);
        return this;
    }

    /** What the server is shown. */
    public TlsSetup own(Path certFile, Path keyFile) {
        serverCert = Optional.of(certFile);
        serverKey = Optional.of(keyFile);
        return this;
    }

    public TlsSetup sni(ServerSni which) {
        sni = which;
        return this;
    }

    public LegModes legs() {
        return new LegModes(clientMode, serverMode);
    }

    public TlsConfig config() {
        return new TlsConfig(
                cert,
                key,
                Optional.empty(),
                engine,
                Path.of("target", "it-state"),
                List.of(),
                protocols,
                new ClientTlsConfig(clientAuthorities, clientVerify, certMap),
                new ServerTlsConfig(
                        serverMode, host, serverAuthorities, pins, serverCert, serverKey, Optional.empty(), sni));
    }
}
