package io.github.mysqlmonitor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.config.ClientTlsConfig;
import io.github.mysqlmonitor.config.ConfigException;
import io.github.mysqlmonitor.config.LegModes;
import io.github.mysqlmonitor.config.ServerSni;
import io.github.mysqlmonitor.config.ServerSslMode;
import io.github.mysqlmonitor.config.TlsConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class TlsOptionsTest {
    @Test
    void byDefaultNothingChangesForAClient() {
        RunOptions options = parse("--upstream", "db:3306");
        assertEquals(LegModes.DEFAULT, options.proxy().legs());
        assertFalse(options.proxy().upstream().injectAttributes());
        TlsConfig tls = options.tls();
        assertEquals("db", tls.server().host());
        assertFalse(tls.clients().asks());
        assertEquals(List.of(), tls.protocols().versions());
    }

    @Test
    void everyOptionArrives() {
        TlsConfig tls = parse(
                        "--upstream=db.example.com",
                        "--server-ssl-mode=verify_identity",
                        "--server-ssl-ca=ca.pem",
                        "--server-ssl-capath=cas",
                        "--server-ssl-crl=crl.pem",
                        "--server-ssl-cert=own.pem",
                        "--server-ssl-key=own-key.pem",
                        "--server-sni=as-client",
                        "--client-ssl-ca=clients.pem",
                        "--client-ssl-crl=clients-crl.pem",
                        "--client-ssl-verify=required",
                        "--server-cert-map=map",
                        "--tls-versions=TLSv1.3,TLSv1.2",
                        "--tls-ciphers=AES128-SHA:TLS_AES_128_GCM_SHA256")
                .tls();
        assertEquals(ServerSslMode.VERIFY_IDENTITY, tls.server().mode());
        assertEquals("db.example.com", tls.server().host());
        assertEquals(Optional.of(Path.of("ca.pem")), tls.server().authorities().ca());
        assertEquals(Optional.of(Path.of("cas")), tls.server().authorities().capath());
        assertEquals(Optional.of(Path.of("crl.pem")), tls.server().authorities().crl());
        assertEquals(Optional.of(Path.of("own.pem")), tls.server().cert());
        assertEquals(Optional.of(Path.of("own-key.pem")), tls.server().key());
        assertEquals(ServerSni.AS_CLIENT, tls.server().sni());
        assertEquals(ClientTlsConfig.Verify.REQUIRED, tls.clients().verify());
        assertEquals(
                Optional.of(Path.of("clients-crl.pem")),
                tls.clients().authorities().crl());
        assertEquals(Optional.of(Path.of("map")), tls.clients().serverCertMap());
        assertEquals(List.of("TLSv1.3", "TLSv1.2"), tls.protocols().versions());
        assertEquals(
                List.of("AES128-SHA", "TLS_AES_128_GCM_SHA256"), tls.protocols().ciphers());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "--server-ssl-mode=VERIFY_CA; VERIFY_CA needs --server-ssl-ca",
                "--server-ssl-ca=ca.pem; AS_CLIENT verifies no certificate against them",
                "--server-ssl-crl=crl.pem --server-ssl-mode=REQUIRED; REQUIRED verifies no certificate",
                "--server-ssl-mode=VERIFY_IDENTITY --upstream=unix:/tmp/s; a Unix socket has none",
                "--server-ssl-mode=VERIFY_PIN; VERIFY_PIN and --server-ssl-pin need each other",
                "--server-ssl-pin=00; VERIFY_PIN and --server-ssl-pin need each other",
                "--server-ssl-key=own-key.pem; need --server-ssl-cert",
                "--client-ssl-mode=PASSTHROUGH --server-ssl-mode=REQUIRED; goes with --server-ssl-mode AS_CLIENT only",
                "--client-ssl-mode=PASSTHROUGH --inject-attributes; choose one of them",
                "--client-ssl-verify=required; need --client-ssl-ca",
                "--server-cert-map=map; need --client-ssl-ca",
                "--client-ssl-crl=crl.pem; need --client-ssl-ca"
            })
    void whatContradictsItselfIsSaid(String arguments, String message) {
        List<String> all = new ArrayList<>(List.of(arguments.split(" ")));
        if (!arguments.contains("--upstream")) {
            all.add("--upstream=db");
        }
        RunOptions options = parse(all.toArray(String[]::new));
        ConfigException wrong = assertThrows(ConfigException.class, () -> {
            options.proxy();
            options.tls();
        });
        assertEquals(ConfigException.Kind.USAGE, wrong.kind());
        assertTrue(wrong.getMessage().contains(message), wrong::getMessage);
    }

    private static RunOptions parse(String... arguments) {
        RunCommand command = new RunCommand();
        CommandLine line = new CommandLine(command).setCaseInsensitiveEnumValuesAllowed(true);
        line.parseArgs(arguments);
        return (RunOptions) line.getMixins().values().iterator().next();
    }
}
