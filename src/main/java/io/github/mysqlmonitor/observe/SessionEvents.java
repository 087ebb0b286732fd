package io.github.mysqlmonitor.observe;

import io.github.mysqlmonitor.event.Interest;
import io.github.mysqlmonitor.event.LoginFinished;
import io.github.mysqlmonitor.event.MonitorEvent;
import io.github.mysqlmonitor.event.MonitorEvent.SchemaChanged;
import io.github.mysqlmonitor.event.MonitorEvent.UserChanged;
import io.github.mysqlmonitor.event.NamedValue;
import io.github.mysqlmonitor.packet.AuthNextFactor;
import io.github.mysqlmonitor.packet.AuthSwitch;
import io.github.mysqlmonitor.packet.ChangeUser;
import io.github.mysqlmonitor.packet.Command;
import io.github.mysqlmonitor.packet.Err;
import io.github.mysqlmonitor.packet.Greeting;
import io.github.mysqlmonitor.packet.Login;
import io.github.mysqlmonitor.packet.Ok;
import io.github.mysqlmonitor.packet.SessionState;
import io.github.mysqlmonitor.packet.SessionState.Change;
import io.github.mysqlmonitor.sql.SessionStatement;
import io.github.mysqlmonitor.wire.ProtocolException;
import io.github.mysqlmonitor.wire.WireReader;
import java.util.List;
import java.util.Map;

/** Reads the packets that change who and where a session is, and tells the changes. */
final class SessionEvents {
    private final boolean tells;
    private final ValueText policy;
    private final SessionTracker session;
    private final EventOutlet outlet;
    private long loginNanos;
    private boolean loggedIn;
    private String lastWords = "";

    SessionEvents(ObserveOptions options, SessionTracker session, ValueText policy, EventOutlet outlet) {
        this.tells = options.wants(Interest.SESSIONS);
        this.policy = policy;
        this.session = session;
        this.outlet = outlet;
    }

    boolean loggedIn() {
        return loggedIn;
    }

    /** What the server said unasked before it closed the connection; empty if it said nothing. */
    String lastWords() {
        return lastWords;
    }

    void login(CurrentPacket packet) {
        loginNanos = packet.nanos();
        try {
            session.login(Login.decode(reader(packet)), packet.decoding().agreed());
        } catch (ProtocolException cut) {
            // Too long to be kept, or broken: then the session stays without names.
            lastWords = "";
        }
    }

    /** A packet of the server that answers no command. */
    void fromServer(CurrentPacket packet) {
        try {
            switch (packet.kind()) {
                case GREETING -> session.greeted(Greeting.decode(reader(packet)));
                case AUTH_SWITCH, AUTH_NEXT_FACTOR, AUTH_MORE_DATA -> authentication(packet);
                case OK -> loggedIn(packet);
                case ERR -> error(packet, Err.decode(reader(packet)));
                default -> {}
            }
        } catch (ProtocolException broken) {
            // The conversation goes by the first bytes alone; the packet log shows what is wrong with the rest.
            lastWords = broken.what();
        }
    }

    /** Goes on with an authentication, that of the login or of COM_CHANGE_USER. */
    void authentication(CurrentPacket packet) {
        switch (packet.kind()) {
            case AUTH_SWITCH ->
                session.authWith(AuthSwitch.decode(reader(packet)).plugin());
            case AUTH_NEXT_FACTOR ->
                session.authWith(AuthNextFactor.decode(reader(packet)).plugin());
            case AUTH_MORE_DATA -> session.moreData(packet.head());
            default -> {}
        }
    }

    private void loggedIn(CurrentPacket packet) {
        loggedIn = true;
        Ok ok = Ok.decode(reader(packet), packet.decoding().agreed(), packet.length());
        state(ok.sessionState());
        tell(login(packet, 0, "", ""));
        session.forgetAttributes();
    }

    private void error(CurrentPacket packet, Err err) {
        String message = policy.error(err.code(), err.message(), null, false);
        lastWords = err.code() + (err.sqlState().isEmpty() ? " " : " (" + err.sqlState() + ") ") + message;
        if (!loggedIn) {
            tell(login(packet, err.code(), err.sqlState(), message));
        }
    }

    private LoginFinished login(CurrentPacket packet, int error, String sqlState, String message) {
        return new LoginFinished(
                session.id(),
                packet.epochMicros(),
                session.facts(),
                session.path(),
                loginNanos == 0 ? 0 : Math.max(0, packet.nanos() - loginNanos),
                error,
                sqlState,
                message,
                packet.decoding().agreed().names(),
                attributes());
    }

    private List<NamedValue> attributes() {
        return session.attributes().stream()
                .map(each -> {
                    String value = policy.connectionAttribute(each.getKey(), each.getValue());
                    return new NamedValue(
                            each.getKey(), "", value, false, each.getValue().length(), false);
                })
                .toList();
    }

    /** A command was answered with an OK: what its statement did to the session now holds. */
    void succeeded(InFlight command, SessionStatement statement) {
        switch (statement.verb()) {
            case USE -> session.schema(statement.name());
            case SET_CHARSET -> session.charset(statement.name());
            case DROP_SCHEMA -> session.dropped(statement.name());
            default -> {}
        }
        if (command.kind == PacketKind.RESET_CONNECTION) {
            session.reset();
        } else if (command.kind == PacketKind.INIT_DB && command.content.command() instanceof Command.InitDb use) {
            session.schema(use.schema());
        }
    }

    /** COM_CHANGE_USER succeeded. */
    void userChanged(InFlight command, CurrentPacket packet) {
        String from = session.user();
        if (command.content.command() instanceof ChangeUser change) {
            session.changed(change);
            tell(new UserChanged(session.id(), packet.epochMicros(), from, session.facts()));
        }
    }

    /** Takes over what the server says of the session; gives the GTIDs of what was committed, else empty. */
    String state(SessionState state) {
        String gtids = "";
        for (Change change : state.changes()) {
            if (change instanceof SessionState.Schema schema) {
                session.schema(schema.name());
            } else if (change instanceof SessionState.Gtids committed) {
                gtids = committed.gtids();
            } else if (change instanceof SessionState.SystemVariables variables) {
                variables(variables.variables());
            }
        }
        return gtids;
    }

    private void variables(List<Map.Entry<String, String>> variables) {
        for (Map.Entry<String, String> variable : variables) {
            if (variable.getKey().equals("character_set_client")) {
                session.charset(variable.getValue());
            }
        }
    }

    /** Tells so if the schema is another one than before. */
    void schemaChanged(String before, CurrentPacket packet) {
        if (!before.equals(session.schema())) {
            tell(new SchemaChanged(session.id(), packet.epochMicros(), before, session.schema()));
        }
    }

    private void tell(MonitorEvent event) {
        if (tells) {
            outlet.offer(event);
        }
    }

    private static WireReader reader(CurrentPacket packet) {
        return new WireReader(packet.head().duplicate());
    }
}
