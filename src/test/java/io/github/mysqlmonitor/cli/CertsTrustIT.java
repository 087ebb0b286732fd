package io.github.mysqlmonitor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.testing.Server;
import io.github.mysqlmonitor.testing.ServerKind;
import io.github.mysqlmonitor.testing.TestServer;
import io.github.mysqlmonitor.testing.TestServers;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import picocli.CommandLine;

/** The question of {@code certs trust}, with somebody who answers it. */
@ExtendWith(TestServers.class)
class CertsTrustIT {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<String> questions = new ArrayList<>();

    @Test
    void theOperatorIsAskedBehindTheCertificate(@Server(ServerKind.MYSQL_9) TestServer server) {
        assertEquals(0, trust(server, "yes"));
        assertEquals(List.of("Is it the server's? (yes or no) "), questions);
        assertTrue(out.toString().contains("--server-ssl-mode VERIFY_PIN --server-ssl-pin "), out::toString);
    }

    @Test
    void whatIsNotConfirmedIsNotTrusted(@Server(ServerKind.MYSQL_9) TestServer server) {
        assertEquals(2, trust(server, "y"));
        assertEquals(2, trust(server, "no"));
        assertEquals(2, trust(server, null));
        assertEquals(
                List.of("not trusted", "not trusted", "not trusted"),
                err.toString().lines().toList());
        assertEquals(-1, out.toString().indexOf("--server-ssl-pin"));
    }

    private int trust(TestServer server, String answer) {
        CertsTrust trust = new CertsTrust(() -> Optional.of(question -> {
            questions.add(question);
            return answer;
        }));
        return new CommandLine(trust)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(server.host() + ":" + server.port());
    }
}
