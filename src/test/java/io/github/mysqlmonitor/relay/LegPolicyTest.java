package io.github.mysqlmonitor.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.config.ClientSslMode;
import io.github.mysqlmonitor.config.ConfigException;
import io.github.mysqlmonitor.config.LegModes;
import io.github.mysqlmonitor.config.ServerSslMode;
import io.github.mysqlmonitor.event.LegSecurity.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of what the legs do, over TCP on both; and the cells that Unix sockets change. */
class LegPolicyTest {
    /**
     * Columns: what CLIENT_SSL becomes (or {@code ERR}), the plan for a client that asks for TLS, and for one that does
     * not: {@code T} TLS, {@code P} plain, client leg first; {@code ERR} its number.
     */
    @ParameterizedTest
    @CsvSource({
        // client mode, server mode, server offers TLS, offer, TLS client, plain client
        "DISABLED,  AS_CLIENT, yes, CLEARED,   1043, PP",
        "DISABLED,  DISABLED,  yes, CLEARED,   1043, PP",
        "DISABLED,  PREFERRED, yes, CLEARED,   1043, PT",
        "DISABLED,  REQUIRED,  yes, CLEARED,   1043, PT",
        "PREFERRED, AS_CLIENT, yes, AS_SERVER, TT,   PP",
        "PREFERRED, DISABLED,  yes, AS_SERVER, TP,   PP",
        "PREFERRED, PREFERRED, yes, AS_SERVER, TT,   PT",
        "PREFERRED, REQUIRED,  yes, AS_SERVER, TT,   PT",
        "PREFERRED, VERIFY_CA, yes, AS_SERVER, TT,   PT",
        "REQUIRED,  AS_CLIENT, yes, AS_SERVER, TT,   3159",
        "REQUIRED,  DISABLED,  yes, AS_SERVER, TP,   3159",
        "REQUIRED,  PREFERRED, yes, AS_SERVER, TT,   3159",
        "REQUIRED,  REQUIRED,  yes, AS_SERVER, TT,   3159",
        "PASSTHROUGH, AS_CLIENT, yes, AS_SERVER, UNDECODED, PP",
        "DISABLED,  AS_CLIENT, no,  AS_SERVER, UNDECODED, PP",
        "DISABLED,  PREFERRED, no,  AS_SERVER, UNDECODED, PP",
        "PREFERRED, AS_CLIENT, no,  AS_SERVER, UNDECODED, PP",
        "PREFERRED, DISABLED,  no,  SET,       TP,   PP",
        "PREFERRED, PREFERRED, no,  SET,       TP,   PP",
        "PREFERRED, REQUIRED,  no,  2026,      -,    -",
        "PREFERRED, VERIFY_CA, no,  2026,      -,    -",
        "PREFERRED, VERIFY_IDENTITY, no, 2026, -,    -",
        "PREFERRED, VERIFY_PIN, no, 2026,      -,    -",
        "DISABLED,  REQUIRED,  no,  2026,      -,    -",
        "REQUIRED,  AS_CLIENT, no,  2026,      -,    -",
        "REQUIRED,  DISABLED,  no,  SET,       TP,   3159",
        "REQUIRED,  PREFERRED, no,  SET,       TP,   3159",
        "PASSTHROUGH, AS_CLIENT, no, AS_SERVER, UNDECODED, PP",
    })
    void whatTheModesMeanOverTcp(
            ClientSslMode client, ServerSslMode server, String offers, String offer, String withTls, String plain) {
        LegPolicy policy = policy(client, server, Kind.PLAIN, Kind.PLAIN, offers.equals("yes"));
        assertEquals(
                offer,
                policy.refusalBeforeGreeting()
                        .map(refusal -> Integer.toString(refusal.code()))
                        .orElse(policy.offer().toString()));
        if (policy.refusalBeforeGreeting().isEmpty()) {
            assertEquals(withTls, text(policy.plan(true)), "a client that asks for TLS");
            assertEquals(plain, text(policy.plan(false)), "a client that does not");
        }
    }

    /** {@code U}: a Unix socket. */
    @ParameterizedTest
    @CsvSource({
        // client leg, server leg, client mode, server mode, server offers TLS, TLS client, plain client
        "UNIX,  PLAIN, PREFERRED, AS_CLIENT, yes, TT,        UT",
        "UNIX,  PLAIN, PREFERRED, AS_CLIENT, no,  UNDECODED, UP",
        "UNIX,  PLAIN, PREFERRED, DISABLED,  yes, TP,        UP",
        "UNIX,  PLAIN, REQUIRED,  REQUIRED,  yes, TT,        UT",
        "UNIX,  PLAIN, REQUIRED,  AS_CLIENT, no,  UNDECODED, UP",
        "UNIX,  UNIX,  PREFERRED, AS_CLIENT, yes, TT,        UU",
        "UNIX,  UNIX,  PREFERRED, REQUIRED,  yes, TT,        UT",
        "PLAIN, UNIX,  PREFERRED, AS_CLIENT, yes, TT,        PU",
        "PLAIN, UNIX,  PREFERRED, DISABLED,  yes, TU,        PU",
        "PLAIN, UNIX,  REQUIRED,  AS_CLIENT, yes, TT,        3159",
    })
    void aUnixSocketIsAKindOfItsOwn(
            Kind client,
            Kind server,
            ClientSslMode clientMode,
            ServerSslMode serverMode,
            String offers,
            String withTls,
            String plain) {
        LegPolicy policy = policy(clientMode, serverMode, client, server, offers.equals("yes"));
        assertTrue(policy.refusalBeforeGreeting().isEmpty());
        assertEquals(withTls, text(policy.plan(true)));
        assertEquals(plain, text(policy.plan(false)));
    }

    @Test
    void aTcpClientOfAUnixServerIsWatchedEvenWhereTheLegsAreEqual() {
        LegPolicy policy = policy(ClientSslMode.PREFERRED, ServerSslMode.AS_CLIENT, Kind.PLAIN, Kind.UNIX, true);
        assertEquals(LegPlan.Relaying.FRAMES, policy.plan(true).relaying());
        assertTrue(policy.plan(true).guarded());
        assertTrue(policy.plan(false).guarded());
        LegPolicy local = policy(ClientSslMode.PREFERRED, ServerSslMode.AS_CLIENT, Kind.UNIX, Kind.UNIX, true);
        assertEquals(LegPlan.Relaying.BYTES, local.plan(true).relaying());
        LegModes allowed = new LegModes(ClientSslMode.PREFERRED, ServerSslMode.AS_CLIENT, true);
        LegPlan plan = new LegPolicy(allowed, Kind.PLAIN, Kind.UNIX, true, true, false).plan(true);
        assertEquals(LegPlan.Relaying.BYTES, plan.relaying());
    }

    @Test
    void aTcpClientOfAUnixServerIsNotPassedThrough() {
        LegPlan plan = policy(ClientSslMode.PASSTHROUGH, ServerSslMode.AS_CLIENT, Kind.PLAIN, Kind.UNIX, true)
                .plan(true);
        assertEquals(
                "mysql-monitor: under PASSTHROUGH it cannot be seen whether the server takes the proxy's socket for the"
                        + " client's; use another --client-ssl-mode, or allow it by --allow-local-identity",
                plan.refusal().orElseThrow().message());
    }

    @Test
    void withoutACertificateNothingIsOffered() {
        LegModes modes = new LegModes(ClientSslMode.PREFERRED, ServerSslMode.PREFERRED);
        assertEquals(LegPolicy.Offer.CLEARED, new LegPolicy(modes, Kind.PLAIN, Kind.PLAIN, true, false, false).offer());
        assertEquals(
                LegPolicy.Offer.AS_SERVER, new LegPolicy(modes, Kind.PLAIN, Kind.PLAIN, false, false, false).offer());
    }

    @Test
    void aPlainClientUnderRequiredIsToldInTheServersWords() {
        LegPlan plan = policy(ClientSslMode.REQUIRED, ServerSslMode.AS_CLIENT, Kind.PLAIN, Kind.PLAIN, true)
                .plan(false);
        LegPlan.Refusal refusal = plan.refusal().orElseThrow();
        assertEquals("HY000", refusal.sqlState());
        assertEquals(
                "Connections using insecure transport are prohibited while --require_secure_transport=ON.",
                refusal.message());
    }

    @Test
    void mariaDbHasAnSqlStateOfItsOwnForThat() {
        LegModes modes = new LegModes(ClientSslMode.REQUIRED, ServerSslMode.AS_CLIENT);
        LegPlan plan = new LegPolicy(modes, Kind.PLAIN, Kind.PLAIN, true, true, true).plan(false);
        assertEquals("08004", plan.refusal().orElseThrow().sqlState());
    }

    @Test
    void anUpstreamWithoutTlsIsRefusedWithTheModeThatDemandsIt() {
        LegPolicy policy = policy(ClientSslMode.PREFERRED, ServerSslMode.VERIFY_CA, Kind.PLAIN, Kind.PLAIN, false);
        assertEquals(
                "SSL connection error: the upstream offers no TLS, which --server-ssl-mode VERIFY_CA demands",
                policy.refusalBeforeGreeting().orElseThrow().message());
    }

    @Test
    void passthroughLeavesTheServerLegToTheClient() {
        ConfigException wrong = assertThrows(
                ConfigException.class, () -> new LegModes(ClientSslMode.PASSTHROUGH, ServerSslMode.REQUIRED));
        assertTrue(wrong.getMessage().contains("AS_CLIENT"), wrong.getMessage());
    }

    private static LegPolicy policy(
            ClientSslMode client, ServerSslMode server, Kind clientLeg, Kind serverLeg, boolean serverOffersTls) {
        return new LegPolicy(new LegModes(client, server), clientLeg, serverLeg, serverOffersTls, true, false);
    }

    private static String text(LegPlan plan) {
        return switch (plan.relaying()) {
            case NONE -> Integer.toString(plan.refusal().orElseThrow().code());
            case UNDECODED -> "UNDECODED";
            case BYTES -> {
                assertEquals(plan.client(), plan.server());
                yield letters(plan);
            }
            case FRAMES -> letters(plan);
        };
    }

    private static String letters(LegPlan plan) {
        return plan.client().name().substring(0, 1) + plan.server().name().charAt(0);
    }
}
