package io.github.mysqlmonitor.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.testing.ProgramRun;
import io.github.mysqlmonitor.testing.ProxyProcess;
import io.github.mysqlmonitor.testing.TestServer;
import io.github.mysqlmonitor.testing.TestServers;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The packet log of real sessions: sequence numbers, statements, and no password. */
class SequenceIT {
    private static final Pattern PACKET = Pattern.compile("(?m)^\\S+ #\\d+/\\d+ +([CS]->[CS]) seq=(\\d+) +\\d+ (\\w+)");

    private static final Pattern DUMP = Pattern.compile("(?m)^ {4}(\\p{XDigit}{8}) ((?: +\\p{XDigit}{2})+) +\\|.*\\|$");

    static List<TestServer> servers() {
        return TestServers.all();
    }

    @ParameterizedTest
    @MethodSource("servers")
    void sequenceWrapsWithinAReplyAndStartsAnewWithEachCommand(TestServer server) {
        try (ProxyProcess proxy = ProxyProcess.before(server, "--expand")) {
            String rows = Stream.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9")
                    .map(digit -> "SELECT " + digit + " AS d")
                    .reduce((a, b) -> a + " UNION ALL " + b)
                    .orElseThrow();
            mysql(proxy, "SELECT a.d FROM (" + rows + ") a, (" + rows + ") b, (" + rows + ") c; SELECT 'after'");
            proxy.awaitLog("#\\d+\\S* +close ", Duration.ofSeconds(10));

            int previous = -1;
            int wraps = 0;
            int commands = 0;
            Matcher packets = PACKET.matcher(proxy.log());
            while (packets.find()) {
                int sequence = Integer.parseInt(packets.group(2));
                if (packets.group(1).equals("C->S") && List.of("Query", "Quit").contains(packets.group(3))) {
                    assertEquals(0, sequence, packets.group());
                    commands++;
                } else if (previous >= 0 && commands > 0) {
                    assertEquals((previous + 1) & 0xff, sequence, packets.group());
                    wraps += previous == 255 ? 1 : 0;
                }
                previous = sequence;
            }
            assertEquals(3, wraps, "1000 rows and a few more packets");
            assertTrue(commands >= 3, proxy::log);
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void logShowsStatementsAndLoginsButNoPassword(TestServer server) {
        String secret = "s3cret-of-the-test";
        for (String payload : List.of("none", "text", "hex")) {
            try (ProxyProcess proxy = ProxyProcess.before(server, "--payload", payload)) {
                mysql(
                        proxy,
                        "DROP USER IF EXISTS masked; CREATE USER masked IDENTIFIED BY '" + secret
                                + "'; SELECT 'seen in the log'; DROP USER masked");
                proxy.awaitLog("#\\d+\\S* +close ", Duration.ofSeconds(10));
                proxy.awaitLog("C->S seq=\\d+ +\\d+ Login +user=test .*program_name=mysql", Duration.ofSeconds(1));
                proxy.awaitLog("C->S seq=0 +\\d+ Query +SELECT 'seen in the log'", Duration.ofSeconds(1));
                proxy.awaitLog(
                        "C->S seq=0 +\\d+ Query +CREATE USER masked IDENTIFIED BY .*\\*\\*\\*", Duration.ofSeconds(1));
                String dumped = dumped(proxy.log());
                assertEquals(payload.equals("hex"), dumped.contains("SELECT 'seen in the log'"), dumped);
                for (String text : List.of(proxy.log(), dumped)) {
                    assertFalse(text.contains(secret), "the new user's password");
                    assertFalse(text.contains(TestServer.PASSWORD), "the password of the login");
                }
            }
        }
    }

    /** The bytes of all packets, read from the hex digits of their dumps; a line of dots parts two packets. */
    private static String dumped(String log) {
        StringBuilder bytes = new StringBuilder();
        Matcher lines = DUMP.matcher(log);
        while (lines.find()) {
            if (lines.group(1).equals("00000000")) {
                bytes.append("\n...\n");
            }
            for (String digits : lines.group(2).trim().split(" +", -1)) {
                bytes.append((char) Integer.parseInt(digits, 16));
            }
        }
        return bytes.toString();
    }

    private static void mysql(ProxyProcess proxy, String sql) {
        ProgramRun.mysql(
                        "--protocol=TCP",
                        "-h127.0.0.1",
                        "-P" + proxy.port(),
                        "-u" + TestServer.USER,
                        "--ssl-mode=REQUIRED",
                        "--quick",
                        "-e",
                        sql)
                .succeeded();
    }
}
