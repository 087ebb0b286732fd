package io.github.mysqlmonitor.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.config.ConfigException;
import io.github.mysqlmonitor.config.ProtocolConfig;
import io.github.mysqlmonitor.config.TlsConfig;
import io.github.mysqlmonitor.config.TlsEngine;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlsContextsTest {
    private static final String RSA = "-algorithm RSA -pkeyopt rsa_keygen_bits:2048";
    private static final String P_521 = "-algorithm EC -pkeyopt ec_paramgen_curve:P-521";

    private static final Protocols ALL = Protocols.of(ProtocolConfig.DEFAULT);

    @TempDir
    private Path directory;

    private final List<Runnable> afterwards = new ArrayList<>();
    private Openssl openssl;

    @BeforeEach
    void openssl() {
        openssl = new Openssl(directory);
        assertTrue(OpenSsl.isAvailable(), () -> "BoringSSL does not load: " + OpenSsl.unavailabilityCause());
    }

    @AfterEach
    void release() {
        afterwards.forEach(Runnable::run);
    }

    @ParameterizedTest
    @CsvSource({
        "BORINGSSL, TLSv1.2, OPENSSL", "BORINGSSL, TLSv1.3, OPENSSL",
        "BORINGSSL, TLSv1.2, JDK", "BORINGSSL, TLSv1.3, JDK",
        "JDK, TLSv1.2, OPENSSL", "JDK, TLSv1.3, OPENSSL",
        "JDK, TLSv1.2, JDK", "JDK, TLSv1.3, JDK"
    })
    void shakesHandsInEitherVersionWithEitherPeer(TlsEngine engine, String version, SslProvider peer)
            throws SSLException {
        PemBundle bundle = selfSigned(RSA);
        TlsContexts contexts = create(engine, bundle);

        SSLSession asServer = MemoryHandshake.run(serverLeg(peer, version), contexts.client());

        assertEquals(version, asServer.getProtocol());
        assertArrayEquals(bundle.chain().toArray(), asServer.getPeerCertificates());
        assertEquals(Optional.empty(), contexts.warning());
        SSLSession asClient = MemoryHandshake.run(contexts.server().context(), clientLeg(peer, bundle));
        assertEquals("TLSv1.3", asClient.getProtocol());
        assertArrayEquals(bundle.chain().toArray(), asClient.getPeerCertificates());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                RSA,
                "-algorithm EC -pkeyopt ec_paramgen_curve:P-256",
                "-algorithm EC -pkeyopt ec_paramgen_curve:P-384",
                P_521
            })
    void autoTakesBoringSslWhereItWorks(String key) {
        TlsContexts contexts = create(TlsEngine.AUTO, selfSigned(key));
        assertEquals("BoringSSL", contexts.engineName());
        assertEquals(Optional.empty(), contexts.warning());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-algorithm ED25519", "-algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048"})
    void autoTakesTheJdkForWhatBoringSslCannotUseAndSaysSo(String key) throws SSLException {
        TlsContexts contexts = create(TlsEngine.AUTO, selfSigned(key));
        assertEquals("JDK", contexts.engineName());
        String warning = contexts.warning().orElseThrow();
        assertTrue(warning.startsWith("BoringSSL cannot use this certificate (key "), warning);
        assertTrue(warning.endsWith("4 times the CPU"), warning);
        assertEquals(
                "TLSv1.3",
                MemoryHandshake.run(contexts.server().context(), contexts.client())
                        .getProtocol());
    }

    /** BoringSSL signs with P-521 but never offers to verify it: such a server needs the JDK's engine. */
    @Test
    void aServerWithP521IsReachedByTheJdkOnly() throws SSLException {
        SslContext server = clientLeg(SslProvider.JDK, selfSigned(P_521));
        MemoryHandshake.run(serverLeg(SslProvider.JDK), server);
        assertThrows(SSLException.class, () -> MemoryHandshake.run(serverLeg(SslProvider.OPENSSL), server));
    }

    @ParameterizedTest
    @EnumSource(TlsEngine.class)
    void servesAnExpiredCertificate(TlsEngine engine) throws SSLException {
        openssl.run(("genpkey " + RSA + " -out a-key.pem").split(" "));
        openssl.selfSign("a", "-days", "1");
        openssl.run("x509", "-in", "a.pem", "-signkey", "a-key.pem", "-days", "-1", "-out", "old.pem");
        PemBundle bundle = PemBundle.load(openssl.path("old.pem"), openssl.path("a-key.pem"), Optional.empty());
        TlsContexts contexts = create(engine, bundle);
        assertEquals("CN=a", bundle.subject());
        MemoryHandshake.run(contexts.server().context(), contexts.client());
    }

    @ParameterizedTest
    @EnumSource(
            names = {"JDK", "OPENSSL"},
            value = SslProvider.class)
    void acceptsWhatOldServersGenerated(SslProvider engine) throws SSLException {
        openssl.run("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:1024", "-out", "a-key.pem");
        openssl.run("req", "-new", "-key", "a-key.pem", "-subj", "/CN=MySQL_Server_5.7", "-out", "a.csr");
        openssl.run("x509", "-req", "-sha1", "-in", "a.csr", "-signkey", "a-key.pem", "-out", "a.pem");
        PemBundle bundle = PemBundle.load(openssl.path("a.pem"), openssl.path("a-key.pem"), Optional.empty());
        assertEquals(1, bundle.leaf().getVersion());

        SSLSession session = MemoryHandshake.run(serverLeg(engine), clientLeg(SslProvider.OPENSSL, bundle));

        assertEquals("CN=MySQL_Server_5.7", bundle.subject());
        assertEquals(1, session.getPeerCertificates().length);
    }

    @ParameterizedTest
    @EnumSource(
            names = {"JDK", "BORINGSSL"},
            value = TlsEngine.class)
    void offersWhatOldPeersSpeak(TlsEngine engine) {
        TlsContexts contexts = create(engine, selfSigned(RSA));
        for (SslContext context : List.of(contexts.client(), contexts.server().context())) {
            List<String> suites = context.cipherSuites();
            assertTrue(
                    suites.containsAll(List.of(
                            "TLS_AES_128_GCM_SHA256",
                            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
                            "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
                            "TLS_RSA_WITH_AES_128_GCM_SHA256")),
                    suites::toString);
            assertTrue(
                    suites.stream().noneMatch(suite -> suite.matches(".*(NULL|anon|PSK|RC4|3DES).*")),
                    suites::toString);
        }
    }

    /** Netty leaves BoringSSL's tickets off, so a TLS 1.3 client negotiates anew; it must not fail over that. */
    @ParameterizedTest
    @CsvSource({"TLSv1.2, true", "TLSv1.3, false"})
    void aClientThatWantsToResumeIsServed(String version, boolean resumes) {
        TlsContexts contexts = create(TlsEngine.BORINGSSL, selfSigned(RSA));
        SslContext jdkClient = serverLeg(SslProvider.JDK, version);
        SSLSession first = connect(jdkClient, contexts.client());
        for (int i = 0; i < 3; i++) {
            SSLSession next = connect(jdkClient, contexts.client());
            assertEquals(version, next.getProtocol());
            assertTrue(!resumes || first.getCreationTime() == next.getCreationTime());
        }
    }

    @Test
    void boringSslByNameRefusesWhatItCannotUse() {
        PemBundle bundle = selfSigned("-algorithm ED25519");
        ConfigException refused = assertThrows(ConfigException.class, () -> create(TlsEngine.BORINGSSL, bundle));
        assertEquals(ConfigException.Kind.TLS_MATERIAL, refused.kind());
        assertTrue(refused.getMessage().startsWith("BoringSSL cannot use the certificate CN=a"), refused::getMessage);
        assertTrue(refused.getMessage().contains("choose --tls-engine auto"), refused::getMessage);
    }

    private SslContext serverLeg(SslProvider provider, String... protocols) {
        List<String> versions = protocols.length == 0 ? ALL.versions() : List.of(protocols);
        try {
            return released(ContextFactory.serverLeg(
                    provider, new Protocols(versions, ALL.suites()), new PeerTrust(chain -> {}), Optional.empty()));
        } catch (SSLException e) {
            throw new AssertionError("a context without key material can be built", e);
        }
    }

    private SslContext clientLeg(SslProvider provider, PemBundle bundle) throws SSLException {
        return released(ContextFactory.clientLeg(provider, ALL, bundle, ClientTrust.NONE));
    }

    /** At the end of the test, since a context of BoringSSL holds memory outside the heap. */
    private SslContext released(SslContext context) {
        afterwards.add(() -> ReferenceCountUtil.release(context));
        return context;
    }

    /** As in a pipeline, where TLS 1.3's session tickets travel too. */
    private static SSLSession connect(SslContext clientContext, SslContext serverContext) {
        SslHandler clientTls = clientContext.newHandler(UnpooledByteBufAllocator.DEFAULT, "db.corp", 3306);
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
        SSLSession session = clientTls.engine().getSession();
        client.finishAndReleaseAll();
        server.finishAndReleaseAll();
        return session;
    }

    private PemBundle selfSigned(String keyOptions) {
        openssl.run(("genpkey " + keyOptions + " -out a-key.pem").split(" "));
        openssl.selfSign("a");
        return PemBundle.load(openssl.path("a.pem"), openssl.path("a-key.pem"), Optional.empty());
    }

    private TlsContexts create(TlsEngine engine, PemBundle bundle) {
        TlsContexts contexts = TlsContexts.create(
                new TlsConfig(Optional.empty(), Optional.empty(), Optional.empty(), engine, directory, List.of()),
                bundle);
        afterwards.add(contexts::release);
        return contexts;
    }
}
