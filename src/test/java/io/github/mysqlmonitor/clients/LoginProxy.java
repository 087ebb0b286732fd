package io.github.mysqlmonitor.clients;

import io.github.mysqlmonitor.config.ServerSslMode;
import io.github.mysqlmonitor.testing.ProxyProcess;
import io.github.mysqlmonitor.testing.TestServer;
import io.github.mysqlmonitor.tls.TestAuthority;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One proxy that listens with every pair of modes before each server, and one that lets clear text pass. */
final class LoginProxy implements AutoCloseable {
    private final ProxyProcess strict;
    private final ProxyProcess lenient;
    private final Map<Integer, List<LoginPlace>> places = new TreeMap<>();

    /** @param servers with the one certificate that the authority has issued to them all */
    LoginProxy(Path dir, TestAuthority authority, List<TestServer> servers) {
        List<LoginPlace> all = LoginPlace.all();
        strict = start(dir.resolve("strict.yaml"), authority, servers, all);
        LoginPlace allowing = all.stream()
                .filter(LoginPlace::isPlainToTheServer)
                .map(LoginPlace::allowingClearText)
                .findFirst()
                .orElseThrow();
        lenient = start(dir.resolve("lenient.yaml"), authority, servers, List.of(allowing));
        for (int i = 0; i < servers.size(); i++) {
            List<LoginPlace> here = new ArrayList<>();
            for (int j = 0; j < all.size(); j++) {
                here.add(all.get(j).at(strict.ports().get(i * all.size() + j)));
            }
            here.add(allowing.at(lenient.ports().get(i)));
            places.put(servers.get(i).port(), List.copyOf(here));
        }
    }

    private static ProxyProcess start(
            Path file, TestAuthority authority, List<TestServer> servers, List<LoginPlace> places) {
        StringBuilder yaml = new StringBuilder(1000).append("version: 1\n");
        if (places.get(0).clearTextAllowed()) {
            yaml.append("allow-cleartext-upstream: true\n");
        }
        yaml.append("listeners:\n");
        for (TestServer server : servers) {
            for (LoginPlace place : places) {
                yaml.append("  - listen: 127.0.0.1:0\n    upstream: ")
                        .append(server.host())
                        .append(':');
                yaml.append(server.port()).append("\n    client-ssl-mode: ").append(place.client());
                yaml.append("\n    server-ssl-mode: ").append(place.server()).append('\n');
                if (place.server() == ServerSslMode.VERIFY_PIN) {
                    yaml.append("    server-ssl-pin: ")
                            .append(pin(authority.cert("server")))
                            .append('\n');
                } else if (place.server().name().startsWith("VERIFY")) {
                    yaml.append("    server-ssl-ca: ")
                            .append(authority.certificate())
                            .append('\n');
                }
            }
        }
        try {
            Files.writeString(file, yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ProxyProcess.configured(file).showingEverything().arguments("-v").start();
    }

    private static String pin(Path certificate) {
        try (InputStream in = Files.newInputStream(certificate)) {
            byte[] key = CertificateFactory.getInstance("X.509")
                    .generateCertificate(in)
                    .getPublicKey()
                    .getEncoded();
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("cannot read " + certificate, e);
        }
    }

    /** Returns where the server can be reached, with the port of each. */
    List<LoginPlace> before(TestServer server) {
        return places.get(server.port());
    }

    /** Returns the processes, to be searched for what must not be said. */
    List<ProxyProcess> processes() {
        return List.of(strict, lenient);
    }

    @Override
    public void close() {
        strict.close();
        lenient.close();
    }
}
