package io.github.mysqlmonitor.leak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

class LeakGateTest {

    @Test
    void theBuildHasPutTheDetectorInPlace() {
        assertTrue(LeakGate.isActive(), () -> "run with -D" + LeakGate.DETECTOR_PROPERTY + "=…, as the build does");
    }

    @Test
    void aClassThatLeaksOneBufferFails() {
        List<TestExecutionSummary.Failure> failures = run(Leaking.class);

        assertEquals(1, failures.size());
        Throwable failure = failures.get(0).getException();
        assertTrue(failure.getMessage().contains("leak"), failure::toString);
    }

    @Test
    void aClassThatReleasesWhatItTookPasses() {
        assertEquals(List.of(), run(Releasing.class));
    }

    private static List<TestExecutionSummary.Failure> run(Class<?> testClass) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(testClass))
                .build();
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request, summary);
        assertEquals(1, summary.getSummary().getTestsSucceededCount(), "the sample ran");
        return summary.getSummary().getFailures();
    }

    /** Not run by itself: its name does not end in Test. The buffer stays unreleased on purpose. */
    static final class Leaking {
        @Test
        void takesABufferAndForgetsIt() {
            ByteBuf forgotten = ByteBufAllocator.DEFAULT.directBuffer(16);
            assertTrue(forgotten.isWritable());
        }
    }

    /** Not run by itself either. */
    static final class Releasing {
        @Test
        void takesABufferAndReleasesIt() {
            assertTrue(ByteBufAllocator.DEFAULT.directBuffer(16).release());
        }
    }
}
