package io.github.mysqlmonitor.observe;

import static io.github.mysqlmonitor.observe.Script.BASIC;
import static io.github.mysqlmonitor.observe.Script.MODERN;
import static io.github.mysqlmonitor.observe.Script.OK;
import static io.github.mysqlmonitor.observe.Script.bytes;
import static io.github.mysqlmonitor.observe.Script.column;
import static io.github.mysqlmonitor.observe.Script.command;
import static io.github.mysqlmonitor.observe.Script.end;
import static io.github.mysqlmonitor.observe.Script.hex;
import static io.github.mysqlmonitor.observe.Script.loggedIn;
import static io.github.mysqlmonitor.observe.Script.mask;
import static io.github.mysqlmonitor.observe.Script.query;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.config.ValuePolicy;
import io.github.mysqlmonitor.event.Interest;
import io.github.mysqlmonitor.event.MonitorEvent;
import io.github.mysqlmonitor.wire.Capability;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MutationTest {
    private static final Set<Interest> LOG = Set.of(Interest.PACKETS, Interest.SESSIONS);

    private static final int ROUNDS = 4000;

    private static ObserveOptions withPayload(int seed) {
        ValuePolicy[] policies = ValuePolicy.values();
        return new ObserveOptions(LOG, false, 100, false, policies[seed % policies.length], 200);
    }

    @Test
    void brokenBytesNeverThrow() {
        for (int seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            List<Script.Part> parts = mutated(random.nextBoolean() ? BASIC : MODERN, random);
            List<MonitorEvent> events = Script.play(parts, withPayload(seed));
            Script.lines(events);
            long stops = events.stream()
                    .filter(MonitorEvent.ObservationStopped.class::isInstance)
                    .count();
            assertTrue(stops <= 1, "seed " + seed);
            for (MonitorEvent event : events) {
                assertFalse(event instanceof MonitorEvent.PacketSeen p && p.payload().length > 100, "seed " + seed);
            }
        }
    }

    private static List<Script.Part> mutated(long capabilities, Random random) {
        boolean optional = random.nextBoolean();
        Script script = loggedIn(capabilities | (optional ? mask(Capability.OPTIONAL_RESULTSET_METADATA) : 0))
                .command(query("SELECT 'a', IDENTIFIED BY 'x'"))
                .server(hex(optional ? "02 01" : "02"), column("id"), column("name"), bytes("02", "'42'", "fb"), end(2))
                .command(command(0x16, "SELECT ?"))
                .server(hex("00 01000000 0100 0100 00 0000 01"), column("?"), column("a"))
                .command(hex(optional ? "17 01000000 01 01000000 00 01 0300 07000000" : "17 01000000 01 01000000"))
                .server(hex(optional ? "01 01" : "01"), column("a"), hex("00 00 01000000"), end(0x42))
                .command(hex("1c 01000000 01000000"))
                .server(hex("00 00 08000000"), end(0x82))
                .command(bytes("18 01000000 0000", "'IDENTIFIED BY x'"))
                .command(hex("17 01000000 00 01000000 00 00"))
                .server(hex(optional ? "01 00" : "01"), optional ? hex("00 04") : column("a"), end(2))
                .command(bytes("fa 01000000 8000 0c00 00 0b ea07 0b 15 0a 00 00 01000000 01 02"))
                .server(bytes("00 00 00 0240 0000 00 17 01 05 04", "'shop'", "00 0e 0a", "'autocommit'", "02", "'ON'"))
                .command(bytes("04", "'t'", "00"))
                .server(bytes(Script.digits(Script.typed("s", 0xfd, 45, 1)), "01", "'x'"), end(2))
                .command(query("LOAD DATA"))
                .server(bytes("fb", "'/tmp/x'"))
                .client(hex("31"), hex(""))
                .server(OK)
                .command(bytes("11", "'bob'", "00 03", "'pWd'", "'shop'", "00 ff00", "'p'", "00"))
                .server(bytes("fe", "'p'", "00", "'nonce'", "00"))
                .client(bytes("'hUsH'"))
                .server(hex("01 03"), OK)
                .command(bytes("15 07000000 01", "'h'", "01", "'u'", "06", "'sEcRet'", "ea0c 00000000 00000000"))
                .server(OK)
                .command(bytes(
                        "1e 0000 07000000 05000000",
                        "'bin.1'",
                        "0400000000000000 33000000",
                        "0101000000000001 3e11fa4771ca11e19e33c80aa9429562 04",
                        "'ab'",
                        "0100000000000000 0100000000000000 0600000000000000"))
                .server(hex("00 00000000 04 01000000"));
        List<Script.Part> parts = new ArrayList<>();
        for (Script.Part part : script.split(random)) {
            byte[] bytes = part.bytes().clone();
            if (random.nextInt(25) == 0) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            if (random.nextInt(200) != 0) {
                parts.add(new Script.Part(part.direction(), bytes));
            }
        }
        return parts;
    }
}
