package io.github.mysqlmonitor.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A reset that meets no handler of a session's own is a message for developers, not a warning with a trace. */
@SuppressWarnings("try") // a server is closed early on purpose
class ResetIT {

    @Test
    void ofAClientThatDoesNotWaitForTheGreetingIsNoWarning() throws Exception {
        try (Messages messages = new Messages(QuietEnd.class);
                ScriptedServer upstream = new ScriptedServer();
                LocalProxy proxy =
                        LocalProxy.before("127.0.0.1", upstream.port()).start();
                Peer client = Peer.connect(proxy.port());
                Peer server = upstream.next()) {
            client.reset();
            messages.await("session 1 leg client failed: ");
            server.send(0, Peer.greeting(true));
            server.close();
            proxy.nextReason();
            List<String> warnings = messages.warnings();
            assertEquals(1, warnings.size(), warnings::toString);
            assertTrue(
                    warnings.get(0).startsWith("client 127.0.0.1 did not finish its login once"), warnings::toString);
        }
    }

    @Test
    void ofAClientThatIsBeingRefusedIsNoWarning() throws Exception {
        try (Messages messages = new Messages(QuietEnd.class);
                ScriptedServer upstream = new ScriptedServer();
                LocalProxy proxy = LocalProxy.before("127.0.0.1", upstream.port())
                        .maxConnections(1)
                        .start();
                Peer first = Peer.connect(proxy.port());
                Peer server = upstream.next();
                Peer second = Peer.connect(proxy.port())) {
            assertFalse(first.socket().isClosed());
            second.packet();
            second.reset();
            messages.await("client without a session failed: ");
            server.close();
            proxy.nextReason();
            assertEquals(1, messages.warnings().size(), () -> "the refusal: " + messages.warnings());
        }
    }
}
