package io.github.mysqlmonitor.auth;

import java.util.Arrays;

/**
 * The client encrypts its password, because somebody may listen there; the server, on a protected leg, wants it in clear.
 *
 * <pre>
 *  caching_sha2: COPYING ── 01 04 ──▶ ANSWER_DUE          sha256: ANSWER_DUE
 *  ANSWER_DUE ── 02 or 01 ──▶ 01 and our PEM key to the client, BLOCK_DUE
 *             ── a block ──▶ DECRYPTING              (the client has a key file)
 *             ── anything else ──▶ the same to the server, COPYING
 *  BLOCK_DUE  ── a block ──▶ DECRYPTING
 *  DECRYPTING ── done ──▶ p 00 to the server, COPYING
 * </pre>
 */
final class DecryptingExchange implements Exchange {
    private enum State {
        COPYING,
        ANSWER_DUE,
        BLOCK_DUE,
        DECRYPTING
    }

    private static final int LEAST_BLOCK_BYTES = 128;

    private final PasswordPlugin plugin;
    private final PasswordKey key;
    private final byte[] nonce;
    private final AuthOutput out;
    private State state;

    DecryptingExchange(PasswordPlugin plugin, PasswordKey key, byte[] nonce, AuthOutput out) {
        this.plugin = plugin;
        this.key = key;
        this.nonce = nonce;
        this.out = out;
        this.state = plugin == PasswordPlugin.SHA256 ? State.ANSWER_DUE : State.COPYING;
    }

    @Override
    public void fromClient(byte[] payload) {
        switch (state) {
            case COPYING -> out.toServer(payload);
            case DECRYPTING -> throw new IllegalStateException("a packet while another is being decrypted");
            case BLOCK_DUE -> block(payload);
            case ANSWER_DUE -> {
                if (payload.length == 1 && payload[0] == plugin.keyRequest()) {
                    state = State.BLOCK_DUE;
                    out.toClient(AuthPackets.moreData(key.publicPem()));
                } else if (isBlock(payload.length)) {
                    block(payload);
                } else {
                    state = State.COPYING;
                    out.toServer(payload);
                }
            }
        }
    }

    /** Blocks have the length of their key, which is a power of two or one and a half times one. */
    private boolean isBlock(int length) {
        return length == key.blockBytes()
                || length >= LEAST_BLOCK_BYTES
                        && (Integer.bitCount(length) == 1 || Integer.bitCount(length / 3) == 1 && length % 3 == 0);
    }

    private void block(byte[] payload) {
        if (payload.length == key.blockBytes()) {
            state = State.DECRYPTING;
            out.decrypt(key, payload, nonce);
        } else {
            refuse();
        }
    }

    @Override
    public void fromServer(byte[] payload) {
        if (AuthPackets.asksForPassword(payload)) {
            state = State.ANSWER_DUE;
        }
        out.toClient(payload);
    }

    @Override
    public void decrypted(byte[] password) {
        state = State.COPYING;
        if (password == null) {
            refuse();
            return;
        }
        byte[] sent = Arrays.copyOf(password, AuthPackets.lengthToNul(password) + 1);
        Arrays.fill(password, (byte) 0);
        out.toServer(sent);
    }

    @Override
    public void abandon() {
        state = State.COPYING;
    }

    private void refuse() {
        state = State.COPYING;
        out.refuse(new AuthRefusal(
                "the client encrypted its password with another public key than the proxy's: let it ask for the key"
                        + " (--get-server-public-key, allowPublicKeyRetrieval=true) or use TLS",
                AuthRefusal.Why.NOT_EXCHANGED));
    }
}
