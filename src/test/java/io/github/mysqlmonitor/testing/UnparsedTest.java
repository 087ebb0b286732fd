package io.github.mysqlmonitor.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.github.mysqlmonitor.event.MonitorEvent.ObservationStopped;
import io.github.mysqlmonitor.event.SessionId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

class UnparsedTest {
    private static final String REASON = "unknown command 0x63";

    @TempDir
    private static Path dir;

    @Test
    void aClassWhoseProxySawWhatItCouldNotDecodeFails() {
        List<String> failures = failures(Silent.class);
        assertEquals(1, failures.size());
        assertTrue(failures.get(0).contains(REASON), failures::toString);
    }

    @Test
    void aClassThatExpectedItPasses() {
        assertEquals(List.of(), failures(Expecting.class));
    }

    @Test
    void whatAProxyProcessWroteIsReadLikewise() {
        List<String> failures = failures(Reading.class);
        assertEquals(1, failures.size());
        for (String found : List.of("it stopped", "values: malformed: x", "undecoded: n", "(malformed: y)")) {
            assertTrue(failures.get(0).contains(found), failures::toString);
        }
        assertTrue(failures.get(0).startsWith("4 findings"), failures::toString);
    }

    private static List<String> failures(Class<?> test) {
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(test))
                                .build(),
                        summary);
        assertEquals(1, summary.getSummary().getTestsSucceededCount(), "the sample ran");
        return summary.getSummary().getFailures().stream()
                .map(failure -> String.valueOf(failure.getException().getMessage()))
                .toList();
    }

    private static ObservationStopped stopped() {
        return new ObservationStopped(new SessionId(1, 2), 0, REASON);
    }

    /** Not run by itself: its name does not end in Test. */
    static final class Silent {
        @Test
        void sees() {
            Unparsed.look(stopped());
        }
    }

    /** Not run by itself either. */
    @ExpectsUnparsed("unknown command")
    static final class Expecting {
        @Test
        void sees() {
            Unparsed.look(stopped());
        }
    }

    /** Not run by itself either. */
    static final class Reading {
        @Test
        void sees() throws IOException {
            WrittenEvents.check(Files.writeString(dir.resolve("events.json"), """
                    {"mysql_monitor.event":"observation_stopped","mysql_monitor.reason":"it stopped"}
                    {"mysql_monitor.event":"command_finished","mysql_monitor.undecoded_values":"malformed: x"}
                    {"mysql_monitor.event":"command_finished","mysql_monitor.undecoded_values":"values of the first 9 rows only"}
                    {"mysql_monitor.event":"command_finished","mysql_monitor.status":"UNDECODED","mysql_monitor.note":"n"}
                    {"mysql_monitor.event":"packet_seen","mysql_monitor.packet.type":"Row","mysql_monitor.packet.text":"(malformed: y)"}
                    {"mysql_monitor.event":"packet_seen","mysql_monitor.packet.type":"Row","mysql_monitor.packet.text":"says (malformed: z)"}
                    {"mysql_monitor.event":"observation_stopped","mysql_mon"""));
        }
    }
}
