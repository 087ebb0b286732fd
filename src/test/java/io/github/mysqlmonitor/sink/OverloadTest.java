package io.github.mysqlmonitor.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.config.ConfigException;
import io.github.mysqlmonitor.event.Interest;
import io.github.mysqlmonitor.event.MonitorEvent;
import io.github.mysqlmonitor.event.SessionId;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** What a full queue does, and what becomes of a pause. */
class OverloadTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int WEIGHT = 200;

    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private final List<MonitorEvent> seen = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void releaseBlockedSinks() {
        release.countDown();
    }

    @Test
    void pausesAtTheMarkAndGoesOnAtHalfOfIt() throws IOException {
        SinkQueue queue = SinkQueue.of(Overload.PAUSE, 4, 10 * WEIGHT);
        AtomicInteger changes = new AtomicInteger();
        queue.mark().whenChanged(changes::incrementAndGet);
        SinkQueue.Producer producer = queue.producer();
        for (int i = 0; i < 9; i++) {
            assertTrue(producer.offer(event(i)));
        }
        assertFalse(queue.mark().pausing());
        assertTrue(producer.offer(event(9)));
        assertTrue(queue.mark().pausing());
        assertEquals(1, changes.get());
        SinkQueue.Producer other = queue.producer();
        for (int i = 0; i < 3000; i++) {
            assertTrue(other.offer(event(i)));
        }
        Counter counter = new Counter();
        queue.drain(counter);
        assertTrue(queue.mark().pausing(), "a batch is not enough");
        int drained;
        do {
            drained = queue.drain(counter);
        } while (drained > 0);
        assertEquals(3010, counter.events);
        assertEquals(0, queue.dropped());
        assertFalse(queue.mark().pausing());
        assertEquals(2, changes.get());
        assertEquals(1, queue.mark().pauses());
    }

    @Test
    void pauseNeverOutlivesAQueueThatWasDrainedMeanwhile() throws Exception {
        int perThread = 100_000;
        SinkWorker worker = SinkWorker.start(sink(event -> {}), SinkQueue.of(Overload.PAUSE, 4, 3 * WEIGHT));
        List<Thread> threads = LongStream.range(0, 3)
                .mapToObj(session -> new Thread(() -> {
                    SinkQueue.Producer producer = worker.queue().producer();
                    for (int i = 0; i < perThread; i++) {
                        producer.offer(event(i));
                    }
                }))
                .toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertTimeoutPreemptively(LONG, () -> {
            while (worker.written() < 3L * perThread || worker.queue().mark().pausing()) {
                Thread.onSpinWait();
            }
        });
        assertTrue(worker.queue().mark().pauses() > 0);
        worker.close(LONG);
        assertEquals(0, worker.dropped());
    }

    @Test
    void deadSinkHoldsNobodyAndCountsWhatItLoses() throws Exception {
        SinkWorker worker = SinkWorker.start(
                sink(event -> {
                    block();
                    throw new IOException("No space left on device");
                }),
                SinkQueue.of(Overload.PAUSE, 4, 3 * WEIGHT));
        Sinks sinks = Sinks.of(List.of(worker), LONG);
        CountDownLatch goneOn = new CountDownLatch(1);
        sinks.whenPausingChanges(() -> {
            if (!sinks.pausing()) {
                goneOn.countDown();
            }
        });
        for (int i = 0; i < 5; i++) {
            sinks.offer(event(i));
        }
        assertTrue(sinks.pausing());
        entered.await();
        release.countDown();
        goneOn.await();
        sinks.offer(event(5));
        assertFalse(sinks.pausing());
        sinks.close(LONG);
        assertEquals(6, worker.dropped());
        assertEquals(0, worker.written());
    }

    @Test
    void sinkThatDropsNeverPauses() throws Exception {
        SinkWorker worker = SinkWorker.start(sink(event -> block()), SinkQueue.of(Overload.DROP, 4, 3 * WEIGHT));
        Sinks sinks = Sinks.of(List.of(worker), LONG);
        sinks.whenPausingChanges(() -> Assertions.fail("asked for a pause"));
        for (int i = 0; i < 100; i++) {
            sinks.offer(event(i));
        }
        assertFalse(sinks.pausing());
        assertTrue(worker.dropped() > 90);
        release.countDown();
        sinks.close(LONG);
        assertEquals(100, worker.dropped() + worker.written());
    }

    @Test
    void longPauseIsToldOnceToEverySink() throws Exception {
        SinkWorker slow = SinkWorker.start(
                sink(event -> {
                    seen.add(event);
                    block();
                }),
                SinkQueue.of(Overload.PAUSE, 4, 3 * WEIGHT));
        List<MonitorEvent> others = Collections.synchronizedList(new ArrayList<>());
        SinkWorker other = SinkWorker.start(sink(others::add));
        Sinks sinks = Sinks.of(List.of(slow, other), Duration.ofMillis(20));
        for (int i = 0; i < 4; i++) {
            sinks.offer(event(i));
        }
        assertTimeoutPreemptively(LONG, () -> {
            while (others.size() < 5) {
                Thread.onSpinWait();
            }
        });
        MonitorEvent.Notice told = (MonitorEvent.Notice) others.get(4);
        assertTrue(told.text().contains("no session has been read for"), told::text);
        assertEquals(0, told.session().number());
        assertTrue(sinks.pausing());
        release.countDown();
        assertTimeoutPreemptively(LONG, () -> {
            while (sinks.pausing()) {
                Thread.onSpinWait();
            }
        });
        sinks.close(LONG);
        assertEquals(5, others.size());
        assertEquals(1, seen.stream().filter(told::equals).count());
    }

    @Test
    void everySinkHasTheOption() throws IOException {
        SinkSpec spec = SinkSpec.parse("null:?overload=pause", Map.of());
        assertEquals(Overload.PAUSE, spec.overload());
        spec.open().close();
        assertEquals(Overload.DROP, SinkSpec.parse("null:", Map.of()).overload());
        ConfigException wrong = Assertions.assertThrows(
                ConfigException.class,
                () -> SinkSpec.parse("null:?overload=paus", Map.of()).open());
        assertEquals("sink null:: overload must be drop, pause, not \"paus\"; did you mean pause?", wrong.getMessage());
    }

    private void block() {
        entered.countDown();
        boolean interrupted = false;
        while (release.getCount() > 0) {
            try {
                release.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static MonitorEvent event(long number) {
        return new MonitorEvent.Notice(new SessionId(1, -1), number, "");
    }

    private static Sink sink(Taking taking) {
        return new Sink() {
            @Override
            public Set<Interest> interests() {
                return Set.of();
            }

            @Override
            public void accept(MonitorEvent event) throws IOException {
                taking.take(event);
            }

            @Override
            public void close() {}
        };
    }

    private interface Taking {
        void take(MonitorEvent event) throws IOException;
    }

    private static final class Counter implements SinkQueue.Consumer {
        private int events;

        @Override
        public void event(MonitorEvent event) {
            events++;
        }

        @Override
        public void lost(long count) {
            Assertions.fail("lost " + count);
        }
    }
}
