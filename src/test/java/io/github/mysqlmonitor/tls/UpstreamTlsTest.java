package io.github.mysqlmonitor.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.config.ProtocolConfig;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UpstreamTlsTest {
    private static final Protocols ALL = Protocols.of(ProtocolConfig.DEFAULT);

    @TempDir
    private Path directory;

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger looks = new AtomicInteger();
    private PemBundle bundle;

    @BeforeEach
    void certificate() {
        Openssl openssl = new Openssl(directory);
        openssl.run("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out a-key.pem".split(" "));
        openssl.selfSign("a");
        bundle = PemBundle.load(openssl.path("a.pem"), openssl.path("a-key.pem"), Optional.empty());
    }

    @ParameterizedTest
    @EnumSource(
            names = {"JDK", "OPENSSL"},
            value = SslProvider.class)
    void aResumedSessionTellsOfTheCheckThatItRestsOn(SslProvider engine) throws SSLException {
        UpstreamTls tls = tls(engine, true);
        SslContext server = server();

        PeerCheck full = connect(tls, server, "db.corp");
        assertEquals("CN=a", full.subject());
        assertTrue(full.verified());
        assertFalse(full.resumed());
        for (int i = 0; i < 5; i++) {
            assertEquals(full.asResumed(), connect(tls, server, "db.corp"));
        }
        assertEquals(1, looks.get(), "the certificate was looked at once");
        tls.release();
    }

    @ParameterizedTest
    @EnumSource(
            names = {"JDK", "OPENSSL"},
            value = SslProvider.class)
    void aTicketThatTheServerDoesNotKnowLeadsToAFullHandshake(SslProvider engine) throws SSLException {
        UpstreamTls tls = tls(engine, false);
        SslContext before = server();
        assertFalse(connect(tls, before, "db.corp").resumed());
        assertTrue(connect(tls, before, "db.corp").resumed());

        SslContext restarted = server();
        PeerCheck again = connect(tls, restarted, "db.corp");
        assertFalse(again.resumed());
        assertFalse(again.verified());
        assertEquals(2, looks.get());
        tls.release();
    }

    @Test
    void anotherNameOrPortIsAnotherServer() throws SSLException {
        UpstreamTls tls = tls(SslProvider.OPENSSL, false);
        SslContext server = server();
        assertFalse(connect(tls, server, "db.corp").resumed());
        assertFalse(connect(tls, server, "other.corp").resumed());
        assertTrue(connect(tls, server, "db.corp").resumed());
        tls.release();
    }

    @Test
    void nothingIsResumedForLongerThanTheLifetime() throws SSLException {
        UpstreamTls tls = tls(SslProvider.OPENSSL, false);
        SslContext server = server();
        connect(tls, server, "db.corp");
        nanos.addAndGet(UpstreamTls.LIFETIME.toNanos());
        assertTrue(connect(tls, server, "db.corp").resumed());
        nanos.addAndGet(1);
        assertFalse(connect(tls, server, "db.corp").resumed());
        assertFalse(connect(tls, server, "db.corp").resumed(), "it was found to have no post-quantum group");
        assertTrue(connect(tls, server, "db.corp").resumed());
        tls.release();
    }

    @Test
    void nothingIsResumedBehindAFailure() throws SSLException {
        UpstreamTls tls = tls(SslProvider.OPENSSL, false);
        SslContext server = server();
        connect(tls, server, "db.corp");
        nanos.addAndGet(UpstreamTls.AFTER_FAILURE.toNanos() + 1);
        tls.failed(new SSLException("reset"), Runnable::run);
        assertFalse(connect(tls, server, "db.corp").resumed());
        tls.release();
    }

    @Test
    void manyFailuresMakeFewContexts() throws SSLException {
        UpstreamTls tls = tls(SslProvider.OPENSSL, false);
        SslContext first = tls.context();
        tls.failed(new SSLException("reset"), Runnable::run);
        assertSame(first, tls.context());
        nanos.addAndGet(UpstreamTls.AFTER_FAILURE.toNanos() + 1);
        tls.failed(new SSLException("reset"), Runnable::run);
        SslContext second = tls.context();
        assertNotSame(first, second);
        tls.failed(new SSLException("reset"), Runnable::run);
        assertSame(second, tls.context());
        tls.release();
    }

    @Test
    void aServerWithoutThePostQuantumGroupIsOfferedItOnceInALifetime() throws SSLException {
        UpstreamTls tls = upstream(SslProvider.OPENSSL, false);
        SslContext offering = tls.context();
        connect(tls, server(), "db.corp");
        SslContext spared = tls.context();
        assertNotSame(offering, spared);
        connect(tls, server(), "db.corp");
        assertSame(spared, tls.context());
        nanos.addAndGet(UpstreamTls.LIFETIME.toNanos() + 1);
        connect(tls, server(), "db.corp");
        SslContext sparedAgain = tls.context();
        connect(tls, server(), "db.corp");
        assertNotSame(spared, sparedAgain);
        assertSame(sparedAgain, tls.context());
        tls.release();
    }

    @Test
    void aServerWithThePostQuantumGroupIsOfferedItAlways() throws SSLException {
        UpstreamTls tls = upstream(SslProvider.OPENSSL, false);
        SslContext offering = tls.context();
        SslContext server = ContextFactory.clientLeg(SslProvider.OPENSSL, ALL, bundle, ClientTrust.NONE);
        connect(tls, server, "db.corp");
        connect(tls, server, "db.corp");
        assertSame(offering, tls.context());
        ReferenceCountUtil.release(server);
        tls.release();
    }

    private UpstreamTls upstream(SslProvider engine, boolean verifies) {
        UpstreamTls.Making making = new UpstreamTls.Making(
                ALL,
                chain -> looks.incrementAndGet(),
                verifies ? ServerTrust.BY_AUTHORITY : ServerTrust.NOT_AT_ALL,
                Optional.empty(),
                Optional.empty());
        return new UpstreamTls(engine, false, making, nanos::get);
    }

    /** One that knows that these servers have no post-quantum group. */
    private UpstreamTls tls(SslProvider engine, boolean verifies) throws SSLException {
        UpstreamTls tls = upstream(engine, verifies);
        connect(tls, server(), "db.corp");
        looks.set(0);
        return tls;
    }

    /** With ticket keys of its own: the JDK's server gives tickets for both versions of TLS. */
    private SslContext server() throws SSLException {
        return ContextFactory.clientLeg(SslProvider.JDK, ALL, bundle, ClientTrust.NONE);
    }

    /** As in a pipeline, where TLS 1.3's session tickets travel too. */
    private static PeerCheck connect(UpstreamTls tls, SslContext serverContext, String name) {
        SslHandler clientTls = tls.newHandler(UnpooledByteBufAllocator.DEFAULT, name, 3306, Runnable::run);
        SslHandler serverTls = serverContext.newHandler(UnpooledByteBufAllocator.DEFAULT);
        EmbeddedChannel server = new EmbeddedChannel(serverTls);
        EmbeddedChannel client = new EmbeddedChannel(clientTls);
        for (int turn = 0; turn < 20; turn++) {
            for (ByteBuf sent = client.readOutbound(); sent != null; sent = client.readOutbound()) {
                server.writeInbound(sent);
            }
            for (ByteBuf sent = server.readOutbound(); sent != null; sent = server.readOutbound()) {
                client.writeInbound(sent);
            }
        }
        assertTrue(clientTls.handshakeFuture().isSuccess()
                && serverTls.handshakeFuture().isSuccess());
        PeerCheck check = tls.check(clientTls.engine(), Runnable::run);
        client.finishAndReleaseAll();
        server.finishAndReleaseAll();
        return check;
    }
}
