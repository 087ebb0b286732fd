package io.github.mysqlmonitor.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mysqlmonitor.packet.Greeting;
import io.github.mysqlmonitor.testing.Passwords;
import io.github.mysqlmonitor.wire.Capability;
import io.github.mysqlmonitor.wire.WireReader;
import io.github.mysqlmonitor.wire.WireWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Plays both peers of an authentication, packet by packet, and remembers what each was sent. */
final class AuthScript implements AuthOutput {
    static final RSAPrivateCrtKey SERVER_KEY = Passwords.newKey();
    static final byte[] NONCE = "abcdefghijklmnopqrst".getBytes(UTF_8);
    static final byte[] NEXT_NONCE = "ABCDEFGHIJKLMNOPQRST".getBytes(UTF_8);

    private static final int BASE = 0x1 | 0x200 | 0x8000 | 0x80000 | 0x200000;

    private final Authentication authentication;
    private final Deque<byte[]> toClient = new ArrayDeque<>();
    private final Deque<byte[]> toServer = new ArrayDeque<>();
    private final List<String> notices = new ArrayList<>();
    private AuthRefusal refusal;

    AuthScript(Protection client, Protection server) {
        this(client, server, Passwords.POLICY);
    }

    AuthScript(Protection client, Protection server, PasswordPolicy policy) {
        this(new AuthRules(client, server, policy), "9.9.9");
    }

    private AuthScript(AuthRules rules, String serverVersion) {
        authentication = new Authentication(rules, greeting(serverVersion), Optional.empty(), this);
    }

    /** Of a client that came over TCP, with a server at the other end of a Unix socket. */
    static AuthScript guarded(String serverVersion, String ownUser) {
        SocketGuard guard = new SocketGuard(true, ownUser);
        return new AuthScript(new AuthRules(Protection.TLS, Protection.UNIX, Passwords.POLICY, guard), serverVersion);
    }

    static RSAPublicKey publicHalf(RSAPrivateCrtKey key) {
        return publicKey(key.getModulus(), key.getPublicExponent());
    }

    private static RSAPublicKey publicKey(BigInteger modulus, BigInteger exponent) {
        try {
            return (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, exponent));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("an RSA key has a public half", e);
        }
    }

    static PasswordPolicy pinning(RSAPrivateCrtKey key) {
        return new PasswordPolicy(Passwords.POLICY.ownKey(), Optional.of(publicHalf(key)), false);
    }

    static PasswordPolicy allowingClearText() {
        return new PasswordPolicy(Passwords.POLICY.ownKey(), Optional.empty(), true);
    }

    private static Greeting greeting(String serverVersion) {
        ByteBuf out = Unpooled.buffer();
        int bits = BASE | (int) Capability.MULTI_FACTOR_AUTHENTICATION.mask();
        new WireWriter(out)
                .uint8(10)
                .nul(serverVersion.getBytes(UTF_8))
                .uint32(7)
                .bytes("abcdefgh".getBytes(UTF_8))
                .uint8(0)
                .uint16(bits & 0xFFFF)
                .uint8(255)
                .uint16(2)
                .uint16(bits >>> 16)
                .uint8(21)
                .zeros(10)
                .nul("ijklmnopqrst".getBytes(UTF_8))
                .nul("caching_sha2_password".getBytes(UTF_8));
        return Greeting.decode(new WireReader(out));
    }

    static byte[] login(String plugin, byte[] response) {
        ByteBuf out = Unpooled.buffer();
        new WireWriter(out)
                .uint32(BASE | (int) Capability.MULTI_FACTOR_AUTHENTICATION.mask())
                .uint32(1 << 24)
                .uint8(255)
                .zeros(23)
                .nul("user".getBytes(UTF_8))
                .lenencBytes(response)
                .nul(plugin.getBytes(UTF_8));
        return ByteBufUtil.getBytes(out);
    }

    static byte[] changeUser(String plugin, byte[] response) {
        ByteBuf out = Unpooled.buffer();
        new WireWriter(out)
                .uint8(0x11)
                .nul("user".getBytes(UTF_8))
                .uint8(response.length)
                .bytes(response)
                .nul("schema".getBytes(UTF_8))
                .uint16(255)
                .nul(plugin.getBytes(UTF_8));
        return ByteBufUtil.getBytes(out);
    }

    static byte[] authSwitch(String plugin, byte[] nonce) {
        return started(0xFE, plugin, nonce);
    }

    static byte[] nextFactor(String plugin, byte[] nonce) {
        return started(0x02, plugin, nonce);
    }

    private static byte[] started(int marker, String plugin, byte[] nonce) {
        ByteBuf out = Unpooled.buffer();
        new WireWriter(out)
                .uint8(marker)
                .nul(plugin.getBytes(UTF_8))
                .bytes(nonce)
                .uint8(0);
        return ByteBufUtil.getBytes(out);
    }

    static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    /** With its NUL, as clients send it. */
    static byte[] password(String text) {
        return (text + "\0").getBytes(UTF_8);
    }

    Authentication authentication() {
        return authentication;
    }

    AuthScript client(byte[] payload) {
        authentication.fromClient(payload.clone());
        return this;
    }

    AuthScript server(byte[] payload) {
        authentication.fromServer(payload.clone());
        return this;
    }

    AuthScript login(String plugin, int... response) {
        authentication.login(login(plugin, bytes(response)));
        return this;
    }

    /** Skips what the server was sent so far. */
    AuthScript serverGotLogin() {
        nextToServer();
        return this;
    }

    byte[] nextToServer() {
        assertEquals(1, toServer.size(), "packets to the server");
        return toServer.remove();
    }

    byte[] nextToClient() {
        assertEquals(1, toClient.size(), "packets to the client");
        return toClient.remove();
    }

    AuthScript expectToServer(int... payload) {
        return expect(bytes(payload), nextToServer());
    }

    AuthScript expectToServer(byte[] payload) {
        return expect(payload, nextToServer());
    }

    AuthScript expectToClient(byte[] payload) {
        return expect(payload, nextToClient());
    }

    private AuthScript expect(byte[] expected, byte[] actual) {
        assertEquals(ByteBufUtil.hexDump(expected), ByteBufUtil.hexDump(actual));
        return this;
    }

    AuthScript expectSilence() {
        assertEquals(0, toServer.size() + toClient.size(), "packets");
        return this;
    }

    AuthRefusal refusal() {
        return refusal;
    }

    List<String> notices() {
        return notices;
    }

    @Override
    public void toClient(byte[] payload) {
        toClient.add(payload);
    }

    @Override
    public void toServer(byte[] payload) {
        toServer.add(payload);
    }

    @Override
    public void decrypt(PasswordKey key, byte[] block, byte[] nonce) {
        authentication.decrypted(key.decrypt(block, nonce));
    }

    @Override
    public void refuse(AuthRefusal why) {
        refusal = why;
    }

    @Override
    public void notice(String text) {
        notices.add(text);
    }
}
