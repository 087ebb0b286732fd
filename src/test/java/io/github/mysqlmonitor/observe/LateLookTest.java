package io.github.mysqlmonitor.observe;

import static io.github.mysqlmonitor.observe.Script.MODERN;
import static io.github.mysqlmonitor.observe.Script.OK;
import static io.github.mysqlmonitor.observe.Script.loggedIn;
import static io.github.mysqlmonitor.observe.Script.query;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.event.CommandFinished;
import io.github.mysqlmonitor.event.MonitorEvent;
import io.github.mysqlmonitor.frame.InflateBudget;
import io.github.mysqlmonitor.frame.InflateMemory;
import io.github.mysqlmonitor.testing.ObservedProxy;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Bytes are relayed first and looked at later, in which time another session may already be seen to react to them. */
class LateLookTest {
    private final InflateMemory inflating = new InflateMemory(new InflateBudget(InflateBudget.DEFAULT_BYTES));
    private final ObserverFactory.SharedMemory shared = new ObserverFactory.SharedMemory(inflating, new KillBook());
    private final List<MonitorEvent> events = new ArrayList<>();
    private long now;

    @Test
    void aKillThatFollowedTheAnswerIsNotBlamedForIt() {
        assertEquals("", noteOfAnswer(200, 300));
    }

    @Test
    void aKillBeforeTheAnswerIsNamed() {
        assertTrue(noteOfAnswer(300, 200).startsWith("killed by #2/"));
    }

    /** The answer of session 1 arrives, session 2 is seen to send its KILL, and only then the answer is looked at. */
    private String noteOfAnswer(long answerMicros, long killMicros) {
        List<Script.Part> victims =
                loggedIn(MODERN).command(query("DO 1")).server(OK).parts();
        List<Script.Part> killers = loggedIn(MODERN).command(query("KILL 8745")).parts();
        SessionObserver victim = observer(1);
        SessionObserver killer = observer(2);
        int last = victims.size() - 1;
        feed(victim, victims.subList(0, last), 100);
        now = answerMicros;
        victim.arrived();
        feed(killer, killers, killMicros);
        now = 400;
        lend(victim, victims.get(last));
        CommandFinished command = (CommandFinished) events.stream()
                .filter(CommandFinished.class::isInstance)
                .findFirst()
                .orElseThrow();
        return command.outcome().note();
    }

    private SessionObserver observer(long number) {
        SessionObserver observer = new PacketObserver(number, ObservedProxy.EVERYTHING, shared, events::add, () -> now);
        observer.opened("10.0.0.9:4711", "127.0.0.1:3307", "db:3306", "10.0.0.5:3306");
        return observer;
    }

    private void feed(SessionObserver observer, List<Script.Part> parts, long micros) {
        for (Script.Part part : parts) {
            now = micros;
            observer.arrived();
            lend(observer, part);
        }
    }

    private static void lend(SessionObserver observer, Script.Part part) {
        observer.bytes(part.direction(), Unpooled.wrappedBuffer(part.bytes()));
    }
}
