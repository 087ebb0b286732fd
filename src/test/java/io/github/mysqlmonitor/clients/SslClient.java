package io.github.mysqlmonitor.clients;

import io.github.mysqlmonitor.testing.ProgramRun;
import io.github.mysqlmonitor.testing.TestServer;
import io.github.mysqlmonitor.testing.TestServers;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A client in one of its ssl-modes; it tells whether it got in, over what, or what kept it out. */
enum SslClient {
    CLI_DISABLED(Program.CLI, "--ssl-mode=DISABLED --get-server-public-key"),
    CLI_PREFERRED(Program.CLI, "--ssl-mode=PREFERRED --get-server-public-key"),
    CLI_REQUIRED(Program.CLI, "--ssl-mode=REQUIRED"),
    CLI_VERIFY_CA(Program.CLI, "--ssl-mode=VERIFY_CA --ssl-ca=@ca"),
    CLI_VERIFY_IDENTITY(Program.CLI, "--ssl-mode=VERIFY_IDENTITY --ssl-ca=@ca"),
    CONNECTOR_J_DISABLED(Program.CONNECTOR_J, "sslMode=DISABLED&allowPublicKeyRetrieval=true"),
    CONNECTOR_J_PREFERRED(Program.CONNECTOR_J, "sslMode=PREFERRED&allowPublicKeyRetrieval=true"),
    CONNECTOR_J_REQUIRED(Program.CONNECTOR_J, "sslMode=REQUIRED"),
    CONNECTOR_J_VERIFY_CA(Program.CONNECTOR_J, "sslMode=VERIFY_CA&@store"),
    CONNECTOR_J_VERIFY_IDENTITY(Program.CONNECTOR_J, "sslMode=VERIFY_IDENTITY&@store"),
    MARIADB_CONNECTOR_J_DISABLE(Program.MARIADB_CONNECTOR_J, "sslMode=disable"),
    MARIADB_CONNECTOR_J_TRUST(Program.MARIADB_CONNECTOR_J, "sslMode=trust"),
    MARIADB_CONNECTOR_J_VERIFY_CA(Program.MARIADB_CONNECTOR_J, "sslMode=verify-ca&serverSslCert=@ca"),
    MARIADB_CONNECTOR_J_VERIFY_FULL(Program.MARIADB_CONNECTOR_J, "sslMode=verify-full&serverSslCert=@ca"),
    /** Without an authority: verified by the proof in the login's OK. */
    MARIADB_CONNECTOR_J_PROOF(Program.MARIADB_CONNECTOR_J, "sslMode=verify-full"),
    MARIADB_CLI_SKIP(Program.MARIADB_CLI, "--skip-ssl"),
    MARIADB_CLI_PROOF(Program.MARIADB_CLI, "--ssl-verify-server-cert"),
    MARIADB_CLI_DEFAULT(Program.MARIADB_CLI, "--ssl"),
    MARIADB_CLI_VERIFY(Program.MARIADB_CLI, "--ssl-ca=@ca --ssl-verify-server-cert"),
    MARIADB_CLI_UNVERIFIED(Program.MARIADB_CLI, "--disable-ssl-verify-server-cert");

    private static final String STORE_PASSWORD = "nothing-secret";

    private final Program program;
    private final String options;

    SslClient(Program program, String options) {
        this.program = program;
        this.options = options;
    }

    /** Which client it is. */
    enum Program {
        CLI,
        CONNECTOR_J,
        MARIADB_CONNECTOR_J,
        MARIADB_CLI
    }

    Program program() {
        return program;
    }

    boolean isMariaDb() {
        return program == Program.MARIADB_CONNECTOR_J || program == Program.MARIADB_CLI;
    }

    /** Makes the file beside an authority's certificate that Connector/J reads it from. */
    static void makeStore(Path ca) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (InputStream in = Files.newInputStream(ca);
                OutputStream out = Files.newOutputStream(storeOf(ca))) {
            store.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
            store.store(out, STORE_PASSWORD.toCharArray());
        }
    }

    private static Path storeOf(Path ca) {
        return Path.of(ca + ".p12");
    }

    /**
     * Connects to this port of localhost as the test user.
     *
     * @param server whose own client it may be
     * @param ca what it may trust
     */
    String outcome(TestServer server, int port, Path ca) {
        String with = options.replace("@ca", ca.toString())
                .replace(
                        "@store",
                        "trustCertificateKeyStoreUrl=file:" + storeOf(ca) + "&trustCertificateKeyStoreType=PKCS12"
                                + "&trustCertificateKeyStorePassword=" + STORE_PASSWORD);
        String outcome = switch (program) {
            case CLI -> cli(TestServers.mysql().cliCommand(), port, with);
            case MARIADB_CLI -> cli(server.cliCommand(), port, with);
            case CONNECTOR_J -> jdbc("jdbc:mysql://localhost:" + port + "/?" + with);
            case MARIADB_CONNECTOR_J -> jdbc("jdbc:mariadb://localhost:" + port + "/?" + with);
        };
        return outcome.replace(Integer.toString(port), "PORT").replaceAll("\\(conn=\\d+\\) ", "");
    }

    private static String cli(List<String> client, int port, String with) {
        List<String> arguments = new ArrayList<>(List.of("--no-defaults", "--protocol=TCP", "--host=localhost"));
        arguments.addAll(List.of(with.split(" ", -1)));
        arguments.addAll(
                List.of("--port=" + port, "--user=" + TestServer.USER, "-N", "-e", "SHOW STATUS LIKE 'Ssl_version'"));
        ProgramRun run = ProgramRun.run(client, new File("/dev/null"), arguments.toArray(String[]::new));
        return run.exit() == 0
                ? security(run.text().replace("Ssl_version", ""))
                : run.errors()
                        .lines()
                        .filter(line -> line.startsWith("ERROR"))
                        .findFirst()
                        .orElse(run.errors());
    }

    private static String jdbc(String url) {
        try (Connection connection = DriverManager.getConnection(url, TestServer.USER, TestServer.PASSWORD);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SHOW STATUS LIKE 'Ssl_version'")) {
            rows.next();
            return security(rows.getString(2));
        } catch (SQLException e) {
            Throwable last = e;
            while (last.getCause() != null) {
                last = last.getCause();
            }
            return e.getErrorCode() + " " + e.getSQLState() + " "
                    + e.getMessage().lines().findFirst().orElse("") + " ("
                    + last.getClass().getSimpleName() + ": " + last.getMessage() + ")";
        }
    }

    private static String security(String version) {
        return version.isBlank() ? "in without TLS" : "in with TLS";
    }

    @Override
    public String toString() {
        return program + " " + options.toLowerCase(Locale.ROOT);
    }
}
