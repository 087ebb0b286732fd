package io.github.mysqlmonitor.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.config.ConfigException;
import io.github.mysqlmonitor.config.Endpoint;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the admin room answers, and that nothing a client does keeps it from answering the next. */
class AdminServerIT {
    private static final int CLIENT_PATIENCE_MILLIS = 20_000;

    private final AtomicBoolean ready = new AtomicBoolean(true);
    private final AdminServer server = start(60_000);
    private final List<Socket> sockets = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "GET /metrics, 200, # HELP up Up.",
        "GET /metrics?name[]=up, 200, # HELP up Up.",
        "GET /healthz, 200, ok",
        "GET /readyz, 200, ready",
        "GET /, 404, not found",
        "GET /metrics/, 404, not found",
        "GET /../etc/passwd, 404, not found",
        "POST /metrics, 405, only GET and HEAD",
        "DELETE /healthz, 405, only GET and HEAD",
    })
    void eachRequestHasItsAnswer(String request, String status, String firstLine) throws IOException {
        String answer = ask(server, request + " HTTP/1.1\r\nHost: x\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
        assertEquals(firstLine, body(answer).lines().findFirst().orElse(""));
    }

    @Test
    void prometheusIsToldTheVersionOfTheFormat() throws IOException {
        String answer = ask(server, "GET /metrics HTTP/1.1\r\n\r\n");
        assertTrue(answer.contains("content-type: text/plain; version=0.0.4; charset=utf-8\r\n"), answer);
    }

    @Test
    void whoAsksForTheHeadOnlyGetsTheHeadOnly() throws IOException {
        String answer = ask(server, "HEAD /healthz HTTP/1.1\r\n\r\n");
        assertTrue(answer.contains("content-length: 3\r\n"), answer);
        assertEquals("", body(answer));
    }

    @Test
    void aProxyThatStopsIsHealthyButNotReady() throws IOException {
        ready.set(false);
        assertTrue(ask(server, "GET /readyz HTTP/1.1\r\n\r\n").startsWith("HTTP/1.1 503 "));
        assertTrue(ask(server, "GET /healthz HTTP/1.1\r\n\r\n").startsWith("HTTP/1.1 200 "));
    }

    @Test
    void oneRequestIsAnsweredPerConnection() throws IOException {
        String answer = ask(server, "GET /healthz HTTP/1.1\r\n\r\n".repeat(50));
        assertEquals(answer.indexOf("HTTP/1.1"), answer.lastIndexOf("HTTP/1.1"), answer);
    }

    @Test
    void whatIsTooLongOrNoHttpIsRefused() throws IOException {
        for (String request : List.of(
                "GET /" + "a".repeat(AdminServer.MAX_LINE_BYTES) + " HTTP/1.1\r\n\r\n",
                "GET /metrics HTTP/1.1\r\nA: " + "a".repeat(AdminServer.MAX_HEADER_BYTES) + "\r\n\r\n",
                "\r\nno http\r\n\r\n")) {
            assertTrue(ask(server, request).startsWith("HTTP/1.1 400 "));
        }
    }

    @Test
    void whoSendsNothingOrHalfIsSentAwayInTime() throws IOException {
        try (AdminServer impatient = start(200)) {
            for (String begun : List.of("", "GET /metr", "GET /metrics HTTP/1.1\r\nA: b\r\n")) {
                assertEquals("", ask(impatient, begun));
            }
        }
    }

    @Test
    void moreConnectionsThanAllowedAreClosedAndTheOthersServed() throws Exception {
        for (int i = 0; i < AdminServer.MAX_CONNECTIONS; i++) {
            connect(server).getOutputStream().write("GET /healthz HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        assertEquals(-1, connect(server).getInputStream().read());
        Socket first = sockets.get(0);
        first.getOutputStream().write("\r\n".getBytes(StandardCharsets.US_ASCII));
        assertTrue(read(first).startsWith("HTTP/1.1 200 "));
    }

    @Test
    void anAddressInUseIsSaid() {
        int port = server.address().getPort();
        ConfigException refused = assertThrows(
                ConfigException.class,
                () -> AdminServer.start(new Endpoint.Tcp("127.0.0.1", port), List.of(), ready::get));
        assertEquals(3, refused.kind().exitCode());
        assertTrue(
                refused.getMessage().startsWith("cannot listen on 127.0.0.1:" + port + " for --admin: "),
                refused::getMessage);
    }

    private AdminServer start(long patienceMillis) {
        Metric up = Metric.gauge("up", "Up.", List.of(), () -> List.of(Metric.Sample.of(1)));
        return AdminServer.start(new Endpoint.Tcp("127.0.0.1", 0), List.of(up), ready::get, patienceMillis);
    }

    private Socket connect(AdminServer to) throws IOException {
        Socket socket = new Socket(to.address().getAddress(), to.address().getPort());
        socket.setSoTimeout(CLIENT_PATIENCE_MILLIS);
        sockets.add(socket);
        return socket;
    }

    private String ask(AdminServer from, String request) throws IOException {
        Socket socket = connect(from);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return read(socket);
    }

    private static String read(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static String body(String answer) {
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }
}
