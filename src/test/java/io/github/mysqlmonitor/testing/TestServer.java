package io.github.mysqlmonitor.testing;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A running database server with a database, and a user who may do everything from every address.
 *
 * <p>{@link TestServers} hands out the ones that all tests share; {@link #start} starts one with
 * options of its own, which the caller closes.
 */
public final class TestServer implements AutoCloseable {
    /** The user that every test server knows. */
    public static final String USER = "test";

    /** The password of {@link #USER}: a constant, known to {@code scripts/test-server} as well. */
    public static final String PASSWORD = "mysql-monitor-test";

    /** The database that every test server has. */
    public static final String DATABASE = "test";

    private final ServerKind kind;
    private final Map<String, String> properties;
    private final Runnable stop;

    TestServer(ServerKind kind, Map<String, String> properties, Runnable stop) {
        this.kind = kind;
        this.properties = Map.copyOf(properties);
        this.stop = stop;
    }

    /** Starts an instance of its own with more server options, such as {@code --max-allowed-packet=1M}. */
    public static TestServer start(ServerKind kind, String... options) {
        return TestServers.start(kind, List.of(options));
    }

    /**
     * Returns this server for many tests to share: closing that one does nothing, because JUnit
     * closes every argument of a parameterized test.
     */
    TestServer asShared() {
        return new TestServer(kind, properties, () -> {});
    }

    /** Returns the kind of server this is. */
    public ServerKind kind() {
        return kind;
    }

    /** Returns what {@code SELECT VERSION()} says, for instance {@code 11.4.5-MariaDB}. */
    public String version() {
        return property("version");
    }

    /** Returns the address it listens on. */
    public String host() {
        return property("host");
    }

    /** Returns the TCP port it listens on. */
    public int port() {
        return Integer.parseInt(property("port"));
    }

    /** Returns its Unix socket, by which {@code root} comes in without a password; none in a container. */
    public Optional<Path> socket() {
        return path("socket");
    }

    /** Returns its data directory; none in a container. */
    public Optional<Path> datadir() {
        return path("datadir");
    }

    /** Returns the file with the CA of its certificate; none in a container, or when MariaDB makes its own in memory. */
    public Optional<Path> ca() {
        return path("ca");
    }

    /** Returns its process id; none in a container. */
    public Optional<Long> pid() {
        return Optional.ofNullable(properties.get("pid")).map(Long::valueOf);
    }

    /** Returns the user to log in with. */
    public String user() {
        return USER;
    }

    /** Returns the password of {@link #user()}. */
    public String password() {
        return PASSWORD;
    }

    /** Returns the start of a command line that runs this server's own {@code mysql} client. */
    public List<String> cliCommand() {
        return command("client");
    }

    /** Returns the start of a command line that runs this server's own {@code mysqldump}. */
    public List<String> dumpCommand() {
        return command("dump");
    }

    /** Returns the JDBC address of this server itself, with TLS and without verification. */
    public String jdbcUrl() {
        return jdbcUrl(host(), port());
    }

    /** Returns the JDBC address for the same driver at another place, such as a proxy in front of this server. */
    public String jdbcUrl(String host, int port) {
        String place = "//" + host + ":" + port + "/" + DATABASE;
        return kind.isMariaDb()
                ? "jdbc:mariadb:" + place + "?sslMode=trust"
                : "jdbc:mysql:" + place + "?sslMode=REQUIRED";
    }

    /** Connects to this server itself as {@link #user()}. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl(), user(), password());
    }

    /** Stops the server and removes its data; does nothing if it is one of the shared ones. */
    @Override
    public void close() {
        stop.run();
    }

    @Override
    public String toString() {
        return kind + " " + version() + " at " + host() + ":" + port();
    }

    private List<String> command(String key) {
        String program = properties.get(key);
        if (program != null) {
            return List.of(program);
        }
        List<String> command =
                new ArrayList<>(List.of(TestServerScript.location().toString()));
        command.addAll(List.of(key.equals("dump") ? "mysqldump" : key, kind.scriptName(), "--"));
        return List.copyOf(command);
    }

    private Optional<Path> path(String key) {
        return Optional.ofNullable(properties.get(key))
                .filter(value -> !value.isEmpty())
                .map(Path::of);
    }

    private String property(String key) {
        String value = properties.get(key);
        if (value == null) {
            throw new IllegalStateException("The server did not tell its " + key + ": " + properties);
        }
        return value;
    }
}
