package io.github.mysqlmonitor.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.event.Interest;
import io.github.mysqlmonitor.event.MonitorEvent;
import io.github.mysqlmonitor.event.SessionId;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SinkWorkerTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);

    @AfterEach
    void releaseBlockedSinks() {
        release.countDown();
    }

    @Test
    void fullRingCountsWhatItDrops() {
        SinkQueue.Producer producer = new SinkQueue(4, Long.MAX_VALUE).producer();
        for (int i = 0; i < 10; i++) {
            assertEquals(i < 4, producer.offer(event(1, i)));
        }
        assertEquals(6, producer.dropped());
    }

    @Test
    void bytesBoundAllProducersTogether() throws IOException {
        SinkQueue queue = new SinkQueue(64, 1000);
        SinkQueue.Producer first = queue.producer();
        SinkQueue.Producer second = queue.producer();
        for (int i = 0; i < 6; i++) {
            first.offer(event(1, i));
            second.offer(event(2, i));
        }
        assertEquals(5, queue.size());
        assertEquals(7, queue.dropped());
        Recorder recorder = new Recorder();
        queue.drain(recorder);
        assertEquals(5, recorder.events.size());
        assertEquals(7, recorder.lost);
        assertTrue(first.offer(event(1, 7)));
    }

    @Test
    void keepsOrderOfEachProducerWhileManyProduce() throws Exception {
        int perThread = 200_000;
        List<MonitorEvent> seen = new ArrayList<>();
        SinkWorker worker = SinkWorker.start(sink(seen::add));
        List<Thread> threads = LongStream.range(1, 5)
                .mapToObj(session -> new Thread(() -> {
                    SinkQueue.Producer producer = worker.queue().producer();
                    for (int i = 0; i < perThread; i++) {
                        while (!producer.offer(event(session, i))) {
                            Thread.onSpinWait();
                        }
                    }
                }))
                .toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        worker.close(LONG);
        long[] next = new long[5];
        for (MonitorEvent event : seen) {
            if (event instanceof MonitorEvent.Notice) {
                assertEquals(next[(int) event.session().number()]++, event.epochMicros());
            }
        }
        assertEquals(4L * perThread, LongStream.of(next).sum());
        assertEquals(4L * perThread, worker.written());
    }

    @Test
    void wakesAParkedWorkerForEachEvent() {
        SinkQueue queue = new SinkQueue(16, 10_000);
        List<MonitorEvent> seen = new ArrayList<>();
        SinkWorker worker = SinkWorker.start(sink(seen::add), queue);
        SinkQueue.Producer producer = queue.producer();
        assertTimeoutPreemptively(LONG, () -> {
            for (int i = 0; i < 2000; i++) {
                producer.offer(event(1, i));
                while (worker.written() <= i) {
                    Thread.onSpinWait();
                }
            }
        });
        worker.close(LONG);
        assertEquals(2000, seen.size());
    }

    @Test
    void blockedSinkBlocksNeitherOfferNorClose() throws Exception {
        SinkWorker worker = SinkWorker.start(sink(event -> block()), new SinkQueue(8, Long.MAX_VALUE));
        SinkQueue.Producer producer = worker.queue().producer();
        producer.offer(event(1, 0));
        entered.await();
        for (int i = 0; i < 100; i++) {
            producer.offer(event(1, i));
        }
        assertEquals(92, worker.dropped());
        assertTimeoutPreemptively(LONG, () -> worker.close(Duration.ofMillis(20)));
        assertEquals(0, worker.written());
    }

    @Test
    void tellsTheSinkWhatWasLost() throws Exception {
        List<MonitorEvent> seen = new ArrayList<>();
        SinkWorker worker = SinkWorker.start(
                sink(event -> {
                    seen.add(event);
                    block();
                }),
                new SinkQueue(8, Long.MAX_VALUE));
        SinkQueue.Producer producer = worker.queue().producer();
        producer.offer(event(1, 0));
        entered.await();
        for (int i = 0; i < 11; i++) {
            producer.offer(event(1, i));
        }
        release.countDown();
        worker.close(LONG);
        assertEquals(10, seen.size());
        assertEquals(
                3,
                seen.stream()
                        .filter(MonitorEvent.EventsDropped.class::isInstance)
                        .mapToLong(event -> ((MonitorEvent.EventsDropped) event).count())
                        .sum());
    }

    @Test
    void failingSinkEndsAloneAndCountsTheRest() {
        SinkWorker worker = SinkWorker.start(sink(event -> {
            throw new IOException("Broken pipe");
        }));
        SinkQueue.Producer producer = worker.queue().producer();
        producer.offer(event(1, 0));
        assertTimeoutPreemptively(LONG, () -> {
            while (producer.offer(event(1, 1))) {
                Thread.onSpinWait();
            }
        });
        long dropped = worker.dropped();
        assertFalse(producer.offer(event(1, 2)));
        worker.close(LONG);
        assertTrue(worker.failed());
        assertTrue(worker.dropped() > dropped);
    }

    @Test
    void eventGoesToEverySinkThoughOneFails() {
        List<MonitorEvent> seen = new ArrayList<>();
        Sinks sinks = Sinks.start(List.of(
                sink(event -> {
                    throw new IllegalStateException("defect");
                }),
                sink(seen::add)));
        for (int i = 0; i < 100; i++) {
            sinks.offer(event(1, i));
        }
        sinks.close(LONG);
        assertEquals(100, seen.size());
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

    private static MonitorEvent event(long session, long number) {
        return new MonitorEvent.Notice(new SessionId(session, -1), number, "");
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

    private static final class Recorder implements SinkQueue.Consumer {
        private final List<MonitorEvent> events = new ArrayList<>();
        private long lost;

        @Override
        public void event(MonitorEvent event) {
            events.add(event);
        }

        @Override
        public void lost(long count) {
            lost += count;
        }
    }
}
