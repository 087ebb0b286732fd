package io.github.mysqlmonitor.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import org.junit.jupiter.api.Test;

class ReasonsTest {

    @Test
    void namesNoFunctionThatFailed() {
        assertEquals(
                "Connection refused: /127.0.0.1:3306",
                Reasons.of(new IOException(
                        "finishConnect(..) failed with error(-111): Connection refused: /127.0.0.1:3306")));
        assertEquals(
                "Address already in use",
                Reasons.of(new IOException("bind(..) failed with error(-98): Address already in use")));
    }

    @Test
    void isTheFirstLineThatSaysAnything() {
        assertEquals("two", Reasons.of(new IOException("\n  \ntwo\nthree")));
        assertEquals("unknown reason", Reasons.of(new IOException("")));
        assertEquals("IOException", Reasons.of(new IOException()));
        assertEquals("the connection was closed", Reasons.of(new ClosedChannelException()));
    }

    @Test
    void isFoundAtTheBottomOfTheChain() {
        assertEquals(
                "no cipher in common",
                Reasons.root(new IllegalStateException(
                        "wrapped", new IOException("wrapped again", new IOException("no cipher in common")))));
    }
}
