package io.github.mysqlmonitor.auth;

import java.security.GeneralSecurityException;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;

/**
 * The client sends its password in clear, because nobody can listen there; the server wants it encrypted with its key.
 *
 * <pre>
 *  caching_sha2: COPYING ── 01 04 ──▶ PASSWORD_DUE        sha256: PASSWORD_DUE
 *  PASSWORD_DUE ── p 00, key pinned ──▶ RSA block to the server, COPYING
 *               ── p 00 ──▶ 02 or 01 to the server, KEY_DUE
 *               ── empty ──▶ the same to the server, COPYING
 *  KEY_DUE      ── 01 and a PEM key ──▶ RSA block to the server, COPYING
 * </pre>
 */
final class EncryptingExchange implements Exchange {
    private enum State {
        COPYING,
        PASSWORD_DUE,
        KEY_DUE
    }

    private final PasswordPlugin plugin;
    private final AuthRules rules;
    private final byte[] nonce;
    private final AuthOutput out;
    private byte[] password = {};
    private State state;

    EncryptingExchange(PasswordPlugin plugin, AuthRules rules, byte[] nonce, AuthOutput out) {
        this.plugin = plugin;
        this.rules = rules;
        this.nonce = nonce;
        this.out = out;
        this.state = plugin == PasswordPlugin.SHA256 ? State.PASSWORD_DUE : State.COPYING;
    }

    @Override
    public void fromClient(byte[] payload) {
        if (state != State.PASSWORD_DUE || AuthPackets.isEmptyPassword(payload)) {
            state = State.COPYING;
            out.toServer(payload);
            return;
        }
        password = payload;
        if (rules.policy().pinnedServerKey().isPresent()) {
            send(rules.policy().pinnedServerKey().get());
        } else {
            state = State.KEY_DUE;
            out.toServer(new byte[] {plugin.keyRequest()});
        }
    }

    @Override
    public void fromServer(byte[] payload) {
        if (state != State.KEY_DUE) {
            if (AuthPackets.asksForPassword(payload)) {
                state = State.PASSWORD_DUE;
            }
            out.toClient(payload);
            return;
        }
        var key = PublicKeyPem.read(payload);
        if (key.isPresent()) {
            out.notice("the password was encrypted with the key that the server sent over a plain connection: whoever"
                    + " can change what it sends can read the password; pin the key by --server-public-key");
            send(key.get());
        } else {
            abandon();
            out.refuse(new AuthRefusal(
                    "the server was asked for its public key and sent something else", AuthRefusal.Why.NOT_EXCHANGED));
        }
    }

    @Override
    public void abandon() {
        Arrays.fill(password, (byte) 0);
        state = State.COPYING;
    }

    private void send(RSAPublicKey key) {
        try {
            if (password.length > PasswordCipher.capacity(key)) {
                out.refuse(new AuthRefusal(
                        "the password is too long for the server's RSA key of "
                                + key.getModulus().bitLength() + " bits, at most "
                                + Math.max(0, PasswordCipher.capacity(key) - 1)
                                + " bytes; use TLS between proxy and server",
                        AuthRefusal.Why.NOT_EXCHANGED));
                return;
            }
            out.toServer(PasswordCipher.encrypt(key, password, nonce));
        } catch (GeneralSecurityException unusable) {
            out.refuse(new AuthRefusal(
                    "the server's public key cannot be used: " + unusable.getMessage(), AuthRefusal.Why.NOT_EXCHANGED));
        } finally {
            abandon();
        }
    }
}
