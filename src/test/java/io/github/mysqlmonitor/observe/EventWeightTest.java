package io.github.mysqlmonitor.observe;

import static io.github.mysqlmonitor.observe.Script.BASIC;
import static io.github.mysqlmonitor.observe.Script.bytes;
import static io.github.mysqlmonitor.observe.Script.eof;
import static io.github.mysqlmonitor.observe.Script.error;
import static io.github.mysqlmonitor.observe.Script.query;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.config.ValuePolicy;
import io.github.mysqlmonitor.event.CommandFinished;
import io.github.mysqlmonitor.event.Interest;
import io.github.mysqlmonitor.event.LoginFinished;
import io.github.mysqlmonitor.event.MonitorEvent;
import io.github.mysqlmonitor.wire.Capability;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** An event counts in a sink's queue with what it holds on to. */
class EventWeightTest {
    private static final int LENGTH = 2_000;
    private static final String LONG = "x".repeat(LENGTH);

    @Test
    void commandsWeighTheirErrorsAndWhatTheyExecute() {
        Script script = Script.loggedIn(BASIC)
                .command(query("DO 1"))
                .server(error(1064, LONG))
                .command(bytes("16", "'SELECT /* " + LONG + " */ ?'"))
                .server(bytes("00 01000000 0000 0100 00 0000"), Script.column("?"), eof(2))
                .command(bytes("17 01000000 00 01000000 00 01 fd00 01", "'a'"))
                .server(Script.OK);
        for (MonitorEvent event : play(script)) {
            if (event instanceof CommandFinished command) {
                assertTrue(command.weight() > LENGTH, command.command() + " " + command.weight());
            }
        }
    }

    @Test
    void loginsWeighTheirAttributes() {
        long capabilities = BASIC | Script.mask(Capability.CONNECT_ATTRS);
        byte[] login = bytes(
                HexFormat.of().formatHex(Script.login(capabilities)),
                "fc d707 03",
                "'app'",
                "fc d007",
                "'" + LONG + "'");
        Script script = new Script()
                .server(Script.greeting("9.7.4", capabilities))
                .client(login)
                .server(Script.OK);
        List<MonitorEvent> logins =
                play(script).stream().filter(LoginFinished.class::isInstance).toList();
        assertTrue(logins.size() == 1 && logins.get(0).weight() > LENGTH, logins.toString());
    }

    private static List<MonitorEvent> play(Script script) {
        Set<Interest> all = Set.of(Interest.COMMANDS, Interest.SESSIONS);
        return Script.play(script.parts(), new ObserveOptions(all, true, 0, false, ValuePolicy.SHOW, 16 * 1024));
    }
}
