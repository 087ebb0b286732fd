package io.github.mysqlmonitor.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TransportConfigTest {
    @Test
    void halfTheProcessorsGetALoopAndThereIsAlwaysOne() {
        TransportConfig config = new TransportConfig(TransportConfig.Kind.AUTO, 0);

        assertEquals(1, config.loops(1));
        assertEquals(1, config.loops(2));
        assertEquals(2, config.loops(3));
        assertEquals(8, config.loops(16));
    }

    @Test
    void asManyLoopsAsWereAskedFor() {
        assertEquals(3, new TransportConfig(TransportConfig.Kind.AUTO, 3).loops(1));
    }
}
