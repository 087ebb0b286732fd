package io.github.mysqlmonitor.auth;

import static io.github.mysqlmonitor.auth.AuthScript.NEXT_NONCE;
import static io.github.mysqlmonitor.auth.AuthScript.NONCE;
import static io.github.mysqlmonitor.auth.AuthScript.SERVER_KEY;
import static io.github.mysqlmonitor.auth.AuthScript.authSwitch;
import static io.github.mysqlmonitor.auth.AuthScript.bytes;
import static io.github.mysqlmonitor.auth.AuthScript.nextFactor;
import static io.github.mysqlmonitor.auth.AuthScript.password;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.packet.ChangeUser;
import io.github.mysqlmonitor.packet.Login;
import io.github.mysqlmonitor.testing.Passwords;
import io.github.mysqlmonitor.wire.ProtocolException;
import io.github.mysqlmonitor.wire.WireReader;
import io.netty.buffer.Unpooled;
import java.security.GeneralSecurityException;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What either leg is sent, packet by packet; the password is "pässword" where nothing else is said. */
class AuthenticationTest {
    private static final String CACHING = "caching_sha2_password";
    private static final String SHA256 = "sha256_password";
    private static final String PASSWORD = "pässword";
    private static final byte[] OK = bytes(0, 0, 0, 2, 0, 0, 0);
    private static final byte[] ERR = bytes(0xFF, 0x15, 0x04);
    private static final byte[] FULL = bytes(1, 4);
    private static final byte[] SCRAMBLE = new byte[32];

    private static byte[] pem() {
        return AuthPackets.moreData(PublicKeyPem.write(AuthScript.publicHalf(SERVER_KEY)));
    }

    private static String decrypted(byte[] block, byte[] nonce) {
        try {
            return new String(PasswordCipher.decrypt(SERVER_KEY, block, nonce), UTF_8);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("no block of the server's key", e);
        }
    }

    private static AuthScript started(Protection client, Protection server) {
        AuthScript script = new AuthScript(client, server);
        script.authentication().login(AuthScript.login(CACHING, SCRAMBLE));
        return script.expectToServer(AuthScript.login(CACHING, SCRAMBLE));
    }

    private static RSAPublicKey proxyKey(byte[] moreData) {
        assertEquals(1, moreData[0]);
        return PublicKeyPem.read(moreData).orElseThrow();
    }

    @ParameterizedTest
    @EnumSource(Protection.class)
    void cachedPasswordIsAcceptedOnAnyLegs(Protection client) {
        for (Protection server : Protection.values()) {
            started(client, server)
                    .server(bytes(1, 3))
                    .expectToClient(bytes(1, 3))
                    .server(OK)
                    .expectToClient(OK)
                    .expectSilence();
        }
    }

    @Test
    void clearPasswordIsEncryptedWithTheServersKey() {
        AuthScript script = started(Protection.TLS, Protection.PLAIN)
                .server(FULL)
                .expectToClient(FULL)
                .client(password(PASSWORD))
                .expectToServer(0x02)
                .server(pem());
        assertEquals(PASSWORD + "\0", decrypted(script.nextToServer(), NONCE));
        script.expectSilence().server(OK).expectToClient(OK);
        assertFalse(script.authentication().running());
        assertEquals(1, script.notices().size());
    }

    @Test
    void unixSocketCountsAsProtectedForCachingSha2() {
        AuthScript script = started(Protection.UNIX, Protection.PLAIN)
                .server(FULL)
                .expectToClient(FULL)
                .client(password(PASSWORD))
                .expectToServer(0x02)
                .server(pem());
        assertEquals(PASSWORD + "\0", decrypted(script.nextToServer(), NONCE));
        started(Protection.UNIX, Protection.TLS)
                .server(FULL)
                .expectToClient(FULL)
                .client(password(PASSWORD))
                .expectToServer(password(PASSWORD));
    }

    @Test
    void pinnedKeyIsUsedWithoutAsking() {
        AuthScript script = new AuthScript(Protection.TLS, Protection.PLAIN, AuthScript.pinning(SERVER_KEY));
        script.login(CACHING, 1, 2, 3)
                .serverGotLogin()
                .server(FULL)
                .expectToClient(FULL)
                .client(password(PASSWORD));
        assertEquals(PASSWORD + "\0", decrypted(script.nextToServer(), NONCE));
        assertEquals(List.of(), script.notices());
    }

    @Test
    void encryptedPasswordIsDecryptedForAProtectedServer() throws GeneralSecurityException {
        AuthScript script = started(Protection.PLAIN, Protection.TLS)
                .server(FULL)
                .expectToClient(FULL)
                .client(bytes(0x02));
        RSAPublicKey key = proxyKey(script.nextToClient());
        script.expectSilence()
                .client(PasswordCipher.encrypt(key, password(PASSWORD), NONCE))
                .expectToServer(password(PASSWORD))
                .server(OK)
                .expectToClient(OK);
    }

    @Test
    void blockOfAClientThatHasTheProxysKeyIsDecrypted() throws GeneralSecurityException {
        RSAPublicKey key =
                PublicKeyPem.read(Passwords.POLICY.ownKey().publicPem()).orElseThrow();
        started(Protection.PLAIN, Protection.TLS)
                .server(FULL)
                .expectToClient(FULL)
                .client(PasswordCipher.encrypt(key, password(PASSWORD), NONCE))
                .expectToServer(password(PASSWORD));
    }

    @Test
    void blockOfAnotherKeyIsRefusedInWords() throws GeneralSecurityException {
        RSAPublicKey other = AuthScript.publicHalf(SERVER_KEY);
        AuthScript script = started(Protection.PLAIN, Protection.TLS)
                .server(FULL)
                .expectToClient(FULL)
                .client(PasswordCipher.encrypt(other, password(PASSWORD), NONCE))
                .expectSilence();
        assertTrue(script.refusal().message().contains("another public key"), script.refusal()::message);
        assertFalse(script.refusal().exposes());
    }

    @Test
    void sha256PasswordOverTlsIsEncryptedForAPlainServer() {
        AuthScript script = started(Protection.TLS, Protection.PLAIN)
                .server(authSwitch(SHA256, NEXT_NONCE))
                .expectToClient(authSwitch(SHA256, NEXT_NONCE))
                .client(password(PASSWORD))
                .expectToServer(0x01)
                .server(pem());
        assertEquals(PASSWORD + "\0", decrypted(script.nextToServer(), NEXT_NONCE));
    }

    @Test
    void sha256PasswordOfAUnixSocketIsEncryptedWhateverThePlugin() throws GeneralSecurityException {
        AuthScript script = started(Protection.UNIX, Protection.TLS)
                .server(authSwitch(SHA256, NEXT_NONCE))
                .expectToClient(authSwitch(SHA256, NEXT_NONCE))
                .client(bytes(0x01));
        RSAPublicKey key = proxyKey(script.nextToClient());
        script.client(PasswordCipher.encrypt(key, password(PASSWORD), NEXT_NONCE))
                .expectToServer(password(PASSWORD));
        started(Protection.UNIX, Protection.PLAIN)
                .server(authSwitch(SHA256, NEXT_NONCE))
                .expectToClient(authSwitch(SHA256, NEXT_NONCE))
                .client(bytes(0x01))
                .expectToServer(0x01)
                .server(pem())
                .expectToClient(pem());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void emptyPasswordsPassAsTheyAre(int length) {
        byte[] empty = new byte[length];
        for (Protection client : List.of(Protection.TLS, Protection.PLAIN)) {
            Protection server = client == Protection.TLS ? Protection.PLAIN : Protection.TLS;
            started(client, server)
                    .server(authSwitch(SHA256, NONCE))
                    .expectToClient(authSwitch(SHA256, NONCE))
                    .client(empty)
                    .expectToServer(empty)
                    .server(OK)
                    .expectToClient(OK);
            AuthScript login = new AuthScript(client, server);
            login.authentication().login(AuthScript.login(SHA256, empty));
            login.expectToServer(AuthScript.login(SHA256, empty));
        }
    }

    @Test
    void longestPasswordFitsAndOneMoreIsRefused() {
        String longest = "x".repeat(PasswordCipher.capacity(AuthScript.publicHalf(SERVER_KEY)) - 1);
        assertEquals(213, longest.length());
        AuthScript fits = started(Protection.TLS, Protection.PLAIN)
                .server(FULL)
                .expectToClient(FULL)
                .client(password(longest))
                .expectToServer(0x02)
                .server(pem());
        assertEquals(longest + "\0", decrypted(fits.nextToServer(), NONCE));
        AuthScript tooLong = started(Protection.TLS, Protection.PLAIN)
                .server(FULL)
                .expectToClient(FULL)
                .client(password(longest + "x"))
                .expectToServer(0x02)
                .server(pem())
                .expectSilence();
        assertTrue(tooLong.refusal().message().contains("at most 213 bytes"), tooLong.refusal()::message);
    }

    @Test
    void somethingElseThanAKeyIsRefused() {
        AuthScript script = started(Protection.TLS, Protection.PLAIN)
                .server(FULL)
                .expectToClient(FULL)
                .client(password(PASSWORD))
                .expectToServer(0x02)
                .server(AuthPackets.moreData("no key".getBytes(UTF_8)))
                .expectSilence();
        assertTrue(script.refusal().message().contains("public key"), script.refusal()::message);
    }

    @Test
    void serversErrorInsteadOfItsKeyReachesTheClient() {
        AuthScript script = started(Protection.TLS, Protection.PLAIN)
                .server(FULL)
                .expectToClient(FULL)
                .client(password(PASSWORD))
                .expectToServer(0x02)
                .server(ERR)
                .expectToClient(ERR);
        assertNull(script.refusal());
        assertFalse(script.authentication().running());
    }

    @ParameterizedTest
    @ValueSource(strings = {"mysql_clear_password", "dialog", "authentication_openid_connect_client"})
    void clearTextTowardsAPlainServerIsRefused(String plugin) {
        for (Protection client : List.of(Protection.TLS, Protection.UNIX)) {
            AuthScript script = started(client, Protection.PLAIN)
                    .server(authSwitch(plugin, new byte[0]))
                    .expectSilence();
            assertTrue(script.refusal().exposes());
            assertTrue(script.refusal().message().contains("--allow-cleartext-upstream"));
        }
        for (Protection server : List.of(Protection.TLS, Protection.UNIX)) {
            started(Protection.PLAIN, server)
                    .server(authSwitch(plugin, new byte[0]))
                    .expectToClient(authSwitch(plugin, new byte[0]))
                    .client(password(PASSWORD))
                    .expectToServer(password(PASSWORD));
        }
    }

    @Test
    void clearTextIsSentWhereTheOperatorAllowsIt() {
        AuthScript script = new AuthScript(Protection.TLS, Protection.PLAIN, AuthScript.allowingClearText());
        byte[] login = AuthScript.login("mysql_clear_password", password(PASSWORD));
        script.authentication().login(login.clone());
        script.expectToServer(login)
                .server(authSwitch("mysql_clear_password", new byte[0]))
                .expectToClient(authSwitch("mysql_clear_password", new byte[0]))
                .client(password(PASSWORD))
                .expectToServer(password(PASSWORD));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mysql_clear_password", SHA256})
    void passwordInTheLoginIsWithheldUntilTheServerAsksForIt(String plugin) {
        AuthScript script = new AuthScript(Protection.TLS, Protection.PLAIN);
        byte[] login = AuthScript.login(plugin, password(PASSWORD));
        script.authentication().login(login);
        assertArrayEquals(new byte[login.length], login, "the packet with the password is wiped");
        Login sent = Login.decode(new WireReader(Unpooled.wrappedBuffer(script.nextToServer())));
        assertEquals(0, sent.authLength());
        assertEquals("user", sent.user());
        assertEquals(WithheldPassword.PLUGIN, sent.plugin());
    }

    @Test
    void passwordInCommandChangeUserIsWithheldToo() {
        AuthScript script = started(Protection.TLS, Protection.PLAIN).server(OK).expectToClient(OK);
        script.authentication().changeUser(AuthScript.changeUser(SHA256, password(PASSWORD)));
        ChangeUser sent = ChangeUser.decode(
                new WireReader(Unpooled.wrappedBuffer(script.nextToServer())),
                script.authentication().agreed());
        assertEquals(0, sent.authLength());
        assertEquals("schema", sent.schema());
        assertEquals(255, sent.charset());
        assertEquals(WithheldPassword.PLUGIN, sent.plugin());
        assertTrue(script.authentication().running());
    }

    @Test
    void everyFactorHasItsOwnNonce() {
        AuthScript script = started(Protection.TLS, Protection.PLAIN)
                .server(nextFactor(SHA256, NEXT_NONCE))
                .expectToClient(nextFactor(SHA256, NEXT_NONCE))
                .client(password(PASSWORD))
                .expectToServer(0x01)
                .server(pem());
        assertEquals(PASSWORD + "\0", decrypted(script.nextToServer(), NEXT_NONCE));
        AuthScript clear = started(Protection.TLS, Protection.PLAIN)
                .server(nextFactor("mysql_clear_password", new byte[0]))
                .expectSilence();
        assertTrue(clear.refusal().exposes());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mysql_native_password",
                "client_ed25519",
                "parsec",
                "auth_gssapi_client",
                "authentication_webauthn_client",
                "somebodys_plugin"
            })
    void whatIsBoundToTheNonceIsCopied(String plugin) {
        byte[] question = authSwitch(plugin, NEXT_NONCE);
        byte[] answer = bytes(2, 1, 4, 0);
        started(Protection.TLS, Protection.PLAIN)
                .server(question)
                .expectToClient(question)
                .client(new byte[0])
                .expectToServer(new byte[0])
                .server(bytes('P', 4, 1, 2))
                .expectToClient(bytes('P', 4, 1, 2))
                .client(answer)
                .expectToServer(answer)
                .server(OK)
                .expectToClient(OK);
    }

    @Test
    void oldSwitchWithoutAPluginIsCopied() {
        started(Protection.TLS, Protection.PLAIN)
                .server(bytes(0xFE))
                .expectToClient(bytes(0xFE))
                .client(bytes(1, 2, 3, 4, 5, 6, 7, 8, 0))
                .expectToServer(1, 2, 3, 4, 5, 6, 7, 8, 0);
    }

    @Test
    void brokenPacketsAreProtocolExceptions() {
        assertThrows(
                ProtocolException.class,
                () -> new AuthScript(Protection.TLS, Protection.PLAIN)
                        .authentication()
                        .login(bytes(1)));
        assertThrows(
                ProtocolException.class,
                () -> started(Protection.TLS, Protection.PLAIN).server(bytes(0xFE, 'a')));
    }

    /** Whatever comes, it is answered, refused, or a {@link ProtocolException}. */
    @Test
    void randomPacketsNeverBreakTheMachine() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 600; round++) {
            AuthScript script =
                    new AuthScript(Protection.values()[random.nextInt(3)], Protection.values()[random.nextInt(3)]);
            try {
                byte[] login = AuthScript.login(random.nextBoolean() ? CACHING : SHA256, randomBytes(random, 40));
                login[random.nextInt(login.length)] = (byte) random.nextInt();
                script.authentication().login(login);
                for (int i = 0; i < 12 && script.refusal() == null; i++) {
                    if (random.nextBoolean()) {
                        script.client(randomPacket(random));
                    } else {
                        script.server(randomPacket(random));
                    }
                }
            } catch (ProtocolException expected) {
                assertFalse(String.valueOf(expected.getMessage()).isEmpty());
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + " round " + round, e);
            }
        }
    }

    private static byte[] randomPacket(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> FULL;
            case 1 -> authSwitch(random.nextBoolean() ? SHA256 : CACHING, randomBytes(random, 21));
            case 2 -> bytes(random.nextInt(3));
            case 3 -> pem();
            case 4 -> new byte[256];
            default -> randomBytes(random, 300);
        };
    }

    private static byte[] randomBytes(Random random, int most) {
        byte[] bytes = new byte[random.nextInt(most)];
        random.nextBytes(bytes);
        return bytes;
    }
}
