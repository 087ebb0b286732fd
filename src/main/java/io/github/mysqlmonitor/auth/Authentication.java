package io.github.mysqlmonitor.auth;

import io.github.mysqlmonitor.packet.AuthNextFactor;
import io.github.mysqlmonitor.packet.AuthSwitch;
import io.github.mysqlmonitor.packet.ChangeUser;
import io.github.mysqlmonitor.packet.Greeting;
import io.github.mysqlmonitor.packet.Login;
import io.github.mysqlmonitor.packet.Secret;
import io.github.mysqlmonitor.wire.Capabilities;
import io.github.mysqlmonitor.wire.Capability;
import io.github.mysqlmonitor.wire.ProtocolException;
import io.github.mysqlmonitor.wire.WireReader;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.Optional;

/**
 * One session's authentications: the login, and each COM_CHANGE_USER. It is given every packet of both sides while one is
 * under way, and says what each leg is sent instead.
 *
 * <pre>
 *  IDLE ── login or COM_CHANGE_USER ──▶ RUNNING ── OK or ERR ──▶ IDLE
 *                                         │ └── AuthSwitchRequest, AuthNextFactor: another Exchange
 *                                         └── refuse ──▶ REFUSED
 * </pre>
 *
 * What it throws on broken packets is {@link ProtocolException}. Confined to one thread.
 */
public final class Authentication {
    private enum State {
        IDLE,
        RUNNING,
        REFUSED
    }

    private static final String NATIVE = "mysql_native_password";
    private static final int NONCE_BYTES = 20;

    private final AuthRules rules;
    private final Capabilities offered;
    private final boolean mariaDb;
    private final Optional<AttributeInjection> injection;
    private final AuthOutput out;

    /** The nonce that the server gave last; a user change may rely on it. */
    private byte[] nonce;

    private Capabilities agreed = Capabilities.NONE;
    private Exchange exchange;
    private State state = State.IDLE;
    private String user = "";

    /** Whether the server has asked for something, in the authentication that is under way. */
    private boolean asked;

    /**
     * For one session.
     *
     * @param greeting with the capabilities that the server offers
     * @param injection what is to be added to the packets that begin an authentication, if anything
     */
    public Authentication(AuthRules rules, Greeting greeting, Optional<AttributeInjection> injection, AuthOutput out) {
        this.rules = rules;
        this.offered = greeting.capabilities();
        this.mariaDb = !offered.has(Capability.LONG_PASSWORD)
                || greeting.serverVersion().contains("MariaDB");
        this.nonce = nonceOf(greeting.nonce());
        this.injection = injection;
        this.out = out;
        this.exchange = new CopyingExchange(out);
    }

    /** Whether a login or a user change is under way. */
    public boolean running() {
        return state == State.RUNNING;
    }

    /** What both sides agreed on, once the login has passed. */
    public Capabilities agreed() {
        return agreed;
    }

    /** @param payload taken */
    public void login(byte[] payload) {
        Login login = Login.decode(reader(payload));
        agreed = offered.and(login.capabilities());
        String named = login.plugin().isEmpty() ? NATIVE : login.plugin();
        boolean asks = rules.guard().on() && login.capabilities().has(Capability.PLUGIN_AUTH);
        boolean withheld = begin(login.user(), named, login.authResponse()) || asks;
        byte[] adapted = withheld ? WithheldPassword.login(payload, login.capabilities()) : payload;
        out.toServer(injection.map(each -> each.login(adapted)).orElse(adapted));
    }

    /** @param payload taken */
    public void changeUser(byte[] payload) {
        if (rules.alike()) {
            state = State.RUNNING;
            out.toServer(injection.map(each -> each.changeUser(payload)).orElse(payload));
            return;
        }
        ChangeUser change = ChangeUser.decode(reader(payload), agreed);
        String named = change.plugin().isEmpty() ? NATIVE : change.plugin();
        boolean asks = rules.guard().on() && agreed.has(Capability.PLUGIN_AUTH);
        boolean withheld = begin(change.user(), named, change.authResponse()) || asks;
        byte[] adapted = withheld ? WithheldPassword.changeUser(payload) : payload;
        out.toServer(injection.map(each -> each.changeUser(adapted)).orElse(adapted));
    }

    /** Returns whether the response must not go on: the server is to ask for it, so that it can be exchanged. */
    private boolean begin(String who, String named, Secret response) {
        state = State.RUNNING;
        user = who;
        asked = false;
        PasswordPlugin plugin = PasswordPlugin.of(named);
        exchange = exchange(plugin);
        byte[] revealed = response.reveal();
        boolean empty = AuthPackets.isEmptyPassword(revealed);
        Arrays.fill(revealed, (byte) 0);
        response.wipe();
        return !empty && plugin.mayBeInLogin() && (exposes(plugin) || !alike(plugin));
    }

    /**
     * @param payload taken
     * @throws ProtocolException if nobody authenticates
     */
    public void fromClient(byte[] payload) {
        checkRunning();
        exchange.fromClient(payload);
    }

    /**
     * @param payload taken
     * @throws ProtocolException if nobody authenticates, or the packet is broken
     */
    public void fromServer(byte[] payload) {
        checkRunning();
        int first = payload.length == 0 ? AuthPackets.MORE_DATA : payload[0] & 0xFF;
        boolean multiFactor = agreed.has(Capability.MULTI_FACTOR_AUTHENTICATION);
        if (first == AuthPackets.OK && takesProxyForClient()) {
            exchange.abandon();
        } else if (first == AuthPackets.OK || first == AuthPackets.ERR) {
            exchange.abandon();
            state = State.IDLE;
            out.toClient(payload);
        } else if (rules.alike()) {
            out.toClient(payload);
        } else if (first == AuthPackets.SWITCH) {
            AuthSwitch question = AuthSwitch.decode(reader(payload));
            asked = true;
            next(question.plugin(), question.nonce(), payload);
        } else if (first == AuthPackets.NEXT_FACTOR && multiFactor) {
            AuthNextFactor question = AuthNextFactor.decode(reader(payload));
            next(question.plugin(), question.data(), payload);
        } else {
            exchange.fromServer(payload);
        }
    }

    /** Refuses a login that the server has accepted for the socket's sake, or may have. */
    private boolean takesProxyForClient() {
        if (rules.guard().on() && !asked) {
            refuse(new AuthRefusal(SocketGuard.unasked(user), AuthRefusal.Why.LOCAL_IDENTITY, true));
            return true;
        }
        if (mariaDb && rules.guard().isOwnUser(user)) {
            refuse(new AuthRefusal(SocketGuard.own(user), AuthRefusal.Why.LOCAL_IDENTITY, true));
            return true;
        }
        return false;
    }

    private void checkRunning() {
        if (!running()) {
            throw new ProtocolException("packet of an authentication", "one under way", state, -1);
        }
    }

    private void next(String named, Secret data, byte[] payload) {
        exchange.abandon();
        PasswordPlugin plugin = PasswordPlugin.of(named);
        if (rules.guard().isSocketPlugin(named)) {
            refuse(new AuthRefusal(SocketGuard.named(named), AuthRefusal.Why.LOCAL_IDENTITY));
            return;
        }
        if (rules.guard().on() && !asked) {
            refuse(new AuthRefusal(SocketGuard.unasked(user), AuthRefusal.Why.LOCAL_IDENTITY));
            return;
        }
        if (exposes(plugin)) {
            refuse(new AuthRefusal(
                    "the server asks for the password in clear (" + named + ") over a connection that is not protected:"
                            + " use TLS between proxy and server, or allow it by --allow-cleartext-upstream",
                    AuthRefusal.Why.EXPOSES));
            return;
        }
        nonce = nonceOf(data);
        exchange = exchange(plugin);
        out.toClient(payload);
    }

    /** Answers {@link AuthOutput#decrypt}. */
    public void decrypted(byte[] password) {
        if (running()) {
            exchange.decrypted(password);
        } else if (password != null) {
            Arrays.fill(password, (byte) 0);
        }
    }

    /** Nothing more will be given: a password that is held is wiped. */
    public void abandon() {
        exchange.abandon();
        state = State.REFUSED;
    }

    private Exchange exchange(PasswordPlugin plugin) {
        if (alike(plugin)) {
            return new CopyingExchange(out);
        }
        return plugin.sendsClearTextOver(rules.client())
                ? new EncryptingExchange(plugin, rules, nonce, out)
                : new DecryptingExchange(plugin, rules.policy().ownKey(), nonce, out);
    }

    private boolean alike(PasswordPlugin plugin) {
        return plugin.alikeOver(rules.client(), rules.server());
    }

    private boolean exposes(PasswordPlugin plugin) {
        return plugin == PasswordPlugin.CLEAR_TEXT && rules.wouldExpose();
    }

    private void refuse(AuthRefusal refusal) {
        state = State.REFUSED;
        out.refuse(refusal);
    }

    private static byte[] nonceOf(Secret data) {
        byte[] bytes = data.reveal();
        return bytes.length > NONCE_BYTES ? Arrays.copyOf(bytes, NONCE_BYTES) : bytes;
    }

    private static WireReader reader(byte[] payload) {
        return new WireReader(Unpooled.wrappedBuffer(payload));
    }
}
