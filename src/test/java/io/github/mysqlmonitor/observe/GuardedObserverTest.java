package io.github.mysqlmonitor.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.github.mysqlmonitor.config.ValuePolicy;
import io.github.mysqlmonitor.event.Direction;
import io.github.mysqlmonitor.event.MonitorEvent;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GuardedObserverTest {
    @Test
    void aDefectEndsTheObservationAndNothingElse() {
        int[] calls = {0};
        SessionObserver broken = new SessionObserver() {
            @Override
            public void bytes(Direction direction, ByteBuf bytes) {
                calls[0]++;
                throw new IllegalStateException("a defect made on purpose");
            }
        };
        List<MonitorEvent> events = new ArrayList<>();
        GuardedObserver guarded = new GuardedObserver(7, broken, events::add);
        guarded.bytes(Direction.CLIENT_TO_SERVER, Unpooled.EMPTY_BUFFER);
        guarded.bytes(Direction.CLIENT_TO_SERVER, Unpooled.EMPTY_BUFFER);
        assertEquals(1, calls[0]);
        assertEquals(1, events.size());
        assertInstanceOf(MonitorEvent.ObservationStopped.class, events.get(0));
        assertEquals(7, events.get(0).session().number());
    }

    @Test
    void nothingIsObservedThatNobodyAskedFor() {
        ObserveOptions nothing = new ObserveOptions(Set.of(), false, 0, false, ValuePolicy.SHOW, 100);
        assertSame(SessionObserver.NONE, new ObserverFactory(nothing, event -> {}).create(1));
    }
}
