package io.github.mysqlmonitor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayCommandTest {
    private static final String KILL = "src/test/resources/captures/mysql97-com-kill.capture";

    @TempDir
    private Path dir;

    @Test
    void showsWhatWasRecorded() throws IOException {
        List<String> lines = replayed(KILL, "--show", "packets");
        assertTrue(lines.stream().anyMatch(line -> line.contains("#2/78") && line.contains("KILL QUERY 77")));
        assertTrue(lines.stream().anyMatch(line -> line.contains("#1/77") && line.contains("SELECT SLEEP(3)")));
    }

    @Test
    void showsOnlyTheSessionsAskedFor() throws IOException {
        List<String> lines = replayed(KILL, "--session", "2");
        assertTrue(lines.size() > 5);
        assertFalse(lines.stream().anyMatch(line -> line.contains("#1")), lines::toString);
    }

    @Test
    void aSessionCanBeTakenOutOfARecording() throws IOException {
        Path smaller = dir.resolve("smaller.capture");
        assertEquals(0, MysqlMonitor.execute(new String[] {
            "replay", KILL, "--session", "2", "--sink", "capture:" + smaller, "--show-secrets"
        }));
        assertEquals(replayed(KILL, "--session", "2"), replayed(smaller.toString()));
    }

    @Test
    void aRecordingThatBreaksOffIsShownUpToThere() throws IOException {
        byte[] whole = Files.readAllBytes(Path.of(KILL));
        Path cut = Files.write(dir.resolve("cut.capture"), Arrays.copyOf(whole, whole.length - 20));
        Path shown = dir.resolve("shown");
        assertEquals(1, MysqlMonitor.execute(new String[] {"replay", cut.toString(), "--sink", "text:" + shown}));
        assertTrue(Files.readString(shown).contains("KILL QUERY 77"));
    }

    @Test
    void verifiesEveryPacket() {
        assertEquals(0, MysqlMonitor.execute(new String[] {"replay", KILL, "--verify"}));
    }

    @Test
    void whatCannotBeReadIsWrongUsage() {
        assertEquals(
                2,
                MysqlMonitor.execute(new String[] {"replay", dir.resolve("none").toString()}));
    }

    private List<String> replayed(String file, String... arguments) throws IOException {
        Path shown = Files.createTempFile(dir, "shown", ".txt");
        String[] all = Arrays.copyOf(new String[] {"replay", file, "--sink", "text:" + shown}, 4 + arguments.length);
        System.arraycopy(arguments, 0, all, 4, arguments.length);
        assertEquals(0, MysqlMonitor.execute(all));
        return Files.readAllLines(shown);
    }
}
