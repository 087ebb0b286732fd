package io.github.mysqlmonitor.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mysqlmonitor.testing.ProgramRun;
import io.github.mysqlmonitor.testing.ProxyProcess;
import io.github.mysqlmonitor.testing.TestServer;
import io.github.mysqlmonitor.testing.TestServers;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands of docs/certificates.md work as they are written there. Changed are only what a test machine lacks: the
 * directories, the user that the files are given to, host names, and the port of the proxy.
 */
class CertificatesDocumentIT {
    private static final Path DOCUMENT = Path.of("docs", "certificates.md");
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Pattern INDENTED = Pattern.compile("(?m)(^ {4}.*\\n)+");

    private static TestServer server;

    @TempDir
    private Path root;

    @BeforeAll
    static void start() {
        server = TestServers.mysql();
    }

    @Test
    void theServersOwnFiles() throws IOException {
        Iterator<String> commands = section("The server's own files", server);
        shell(commands.next());
        try (ProxyProcess proxy = proxy(commands.next(), server)) {
            assertConnects(commands.next(), root + "/etc/mysql-monitor/ca.pem", proxy);
        }
    }

    @Test
    void anAuthorityOfOnesOwn() throws IOException {
        Iterator<String> commands = section("An authority of your own", server);
        shell(commands.next());
        try (ProxyProcess proxy = proxy(commands.next(), server)) {
            String client = commands.next();
            String ca = root + "/certs/ca.pem";
            assertConnects(client, ca, proxy);
            shell(commands.next());
            proxy.awaitStderr("certificate reloaded", PATIENCE);
            assertConnects(client, ca, proxy);
        }
    }

    @Test
    void anAuthorityMadeWithOpenssl() throws IOException {
        Iterator<String> commands = section("An authority of your own", server);
        commands.next();
        String start = commands.next();
        String client = commands.next();
        commands.next();
        shell("mkdir certs && cd certs\n" + commands.next());
        try (ProxyProcess proxy = proxy(start, server)) {
            assertConnects(client, root + "/certs/ca.pem", proxy);
        }
    }

    @Test
    void theServerDemandedByName() throws IOException {
        shell(section("An authority of your own", server).next());
        try (TestServer named = TestServer.start(
                server.kind(),
                "--ssl-ca=" + root.resolve("certs/ca.pem"),
                "--ssl-cert=" + root.resolve("certs/server-cert.pem"),
                "--ssl-key=" + root.resolve("certs/server-key.pem"))) {
            List<String> commands = new ArrayList<>();
            section("An authority of your own", named).forEachRemaining(commands::add);
            try (ProxyProcess proxy = proxy(commands.get(commands.size() - 1), named)) {
                assertConnects(commands.get(2), root + "/certs/ca.pem", proxy);
                assertEquals(
                        "",
                        proxy.log()
                                .lines()
                                .filter(line -> line.contains("UNVERIFIED"))
                                .findAny()
                                .orElse(""));
            }
        }
    }

    @Test
    void aPublicAuthorityWithItsHook() throws IOException {
        Iterator<String> commands = section("A public authority, by ACME", server);
        String hook =
                "RENEWED_LINEAGE=" + root + "/live " + root + "/etc/letsencrypt/renewal-hooks/deploy/mysql-monitor";
        String renew =
                "cat live/server-cert.pem live/ca.pem >live/fullchain.pem\ncp live/server-key.pem live/privkey.pem\n";
        shell("mkdir -p etc/letsencrypt/renewal-hooks/deploy etc/mysql-monitor");
        shell(commands.next());
        shell("mysql-monitor certs create --dir live --names localhost\n" + renew + hook);
        try (ProxyProcess proxy = proxy(commands.next(), server)) {
            String client = "mysql -h localhost -P 3307 --ssl-mode=VERIFY_IDENTITY --ssl-ca=ca.pem -u app -p";
            assertConnects(client, root + "/live/ca.pem", proxy);
            shell("mysql-monitor certs renew --dir live\n" + renew + hook);
            proxy.awaitStderr("certificate reloaded", PATIENCE);
            assertConnects(client, root + "/live/ca.pem", proxy);
        }
    }

    /** Returns the paragraphs of commands of a section, with what this machine has in the places of what it lacks. */
    private Iterator<String> section(String title, TestServer upstream) throws IOException {
        String text = Files.readString(DOCUMENT);
        int start = text.indexOf("\n## " + title + "\n");
        String section = text.substring(start, text.indexOf("\n## ", start + 1));
        String datadir = upstream.datadir().orElseThrow().toString();
        return INDENTED.matcher(section)
                .results()
                .flatMap(block -> Stream.of(block.group().strip()))
                .map(block -> block.replaceAll("(?m)^ {4}", "")
                        .replace("-o mysql-monitor ", "")
                        .replace("/var/lib/mysql", datadir)
                        .replace("/etc/", root + "/etc/")
                        .replaceAll("(?<![\\w./])certs/", root + "/certs/")
                        .replaceAll("(proxy|db)\\.example\\.com", "localhost")
                        .replace("10.0.0.5", "127.0.0.1"))
                .toList()
                .iterator();
    }

    private void shell(String commands) {
        String path = "PATH=" + ProxyProcess.program().toAbsolutePath().getParent() + ":$PATH; cd " + root;
        ProgramRun run = ProgramRun.run(List.of("bash", "-e", "-c", path + "\n" + commands), new File("/dev/null"));
        assertEquals(0, run.exit(), () -> commands + "\n" + run.text() + run.errors());
    }

    /** Starts a proxy as a command says, before a server of this machine and on a port of its own. */
    private static ProxyProcess proxy(String command, TestServer upstream) {
        List<String> words = new ArrayList<>(words(command));
        assertEquals("mysql-monitor", words.remove(0));
        String host = words.get(words.indexOf("--upstream") + 1).replaceAll(":3306$", "");
        for (String option : List.of("--upstream", "--listen")) {
            int at = words.indexOf(option);
            if (at >= 0) {
                words.subList(at, at + 2).clear();
            }
        }
        return ProxyProcess.upstream((host.equals("db") ? upstream.host() : host) + ":" + upstream.port())
                .arguments(words.toArray(String[]::new))
                .start();
    }

    /** Connects as a command says, with the authority's file where it is here. */
    private static void assertConnects(String command, String ca, ProxyProcess proxy) {
        List<String> words = new ArrayList<>(words(command));
        assertEquals("mysql", words.remove(0));
        words.replaceAll(word -> word.startsWith("--ssl-ca=") ? "--ssl-ca=" + ca : word);
        words.set(words.indexOf("-h") + 1, words.contains("proxy") ? proxy.host() : "localhost");
        words.set(words.indexOf("-P") + 1, Integer.toString(proxy.port()));
        words.set(words.indexOf("-u") + 1, TestServer.USER);
        words.set(words.indexOf("-p"), "--protocol=TCP");
        words.addAll(List.of("-N", "-e", "SELECT 1"));
        assertEquals(
                "1\n",
                ProgramRun.mysql(words.toArray(String[]::new)).succeeded().text());
    }

    private static List<String> words(String command) {
        return Arrays.asList(command.replace("\\\n", " ").trim().split("\\s+"));
    }
}
