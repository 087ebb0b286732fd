package io.github.mysqlmonitor.testing;

import io.github.mysqlmonitor.event.CommandFinished;
import io.github.mysqlmonitor.event.EventVisitor;
import io.github.mysqlmonitor.event.MonitorEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test class whose proxies saw something that they did not decode, unless the class says that it
 * {@link ExpectsUnparsed}. It is registered for every class by the service loader; the proxies of the tests report here
 * by themselves, those in this JVM event by event, those in a process of their own by what they wrote.
 */
public final class Unparsed implements AfterAllCallback {
    private static final int LIMIT = 1000;
    /** Missing because a limit or the server says so, not because it was not understood. */
    private static final Pattern LEFT_OUT =
            Pattern.compile("^(\\d+ values were not kept|values of the first \\d+ rows only"
                    + "|the statement could not be prepared)$");

    private static final List<String> FINDINGS = new ArrayList<>();

    /** Something was not decoded. */
    static void found(String what) {
        synchronized (FINDINGS) {
            if (FINDINGS.size() < LIMIT) {
                FINDINGS.add(what);
            }
        }
    }

    /** Looks at an event of a proxy in this JVM. */
    public static void look(MonitorEvent event) {
        try {
            event.visit(new Look());
        } catch (IOException | RuntimeException broken) {
            found(event.session() + " " + broken + " at " + event);
        }
    }

    /** What a command did not get decoded. */
    static void command(String where, String status, String undecodedValues, String note) {
        if (status.equals(CommandFinished.Status.UNDECODED.name())) {
            found(where + " undecoded: " + note);
        } else if (note.startsWith("not fully decoded")) {
            found(where + " " + note);
        }
        if (!undecodedValues.isEmpty() && !LEFT_OUT.matcher(undecodedValues).find()) {
            found(where + " values: " + undecodedValues);
        }
    }

    /** What a packet says of itself. */
    static void packet(String where, String type, String text) {
        if (type.equals("Unknown") || text.startsWith("(malformed: ") || text.startsWith("(too long to decode: ")) {
            found(where + " packet " + type + " " + text);
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        Class<?> test = context.getRequiredTestClass();
        if (test.isAnnotationPresent(Nested.class)) {
            return;
        }
        ExpectsUnparsed expects = test.getAnnotation(ExpectsUnparsed.class);
        List<String> unexpected = taken();
        if (expects != null) {
            Arrays.stream(expects.value())
                    .map(Pattern::compile)
                    .forEach(each ->
                            unexpected.removeIf(found -> each.matcher(found).find()));
        }
        if (!unexpected.isEmpty()) {
            throw new AssertionError(
                    unexpected.size() + " findings were not decoded:\n" + String.join("\n", unexpected));
        }
    }

    private static List<String> taken() {
        synchronized (FINDINGS) {
            List<String> all = new ArrayList<>(FINDINGS);
            FINDINGS.clear();
            return all;
        }
    }

    private static final class Look implements EventVisitor {
        @Override
        public void observationStopped(MonitorEvent.ObservationStopped event) {
            found(event.session() + " observation stopped: " + event.reason());
        }

        @Override
        public void commandFinished(CommandFinished event) {
            command(
                    event.session() + " " + event.command() + " "
                            + event.content().sql(),
                    event.outcome().status().name(),
                    event.content().undecodedValues(),
                    event.outcome().note());
        }

        @Override
        public void packetSeen(MonitorEvent.PacketSeen event) {
            StringBuilder text = new StringBuilder();
            event.content().describe(text, false);
            packet(event.session() + " " + event.direction(), event.type(), text.toString());
        }
    }
}
