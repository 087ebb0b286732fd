package io.github.mysqlmonitor.sink.json;

import io.github.mysqlmonitor.event.CommandFinished;
import io.github.mysqlmonitor.event.EventVisitor;
import io.github.mysqlmonitor.event.LoginFinished;
import io.github.mysqlmonitor.event.MonitorEvent;
import io.github.mysqlmonitor.event.TransactionFinished;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Turns events into objects, each with its line feed. For one thread. */
final class JsonFormat implements EventVisitor {
    /** Grows with a key that is renamed or removed; new keys do not count. */
    static final int VERSION = 1;

    private static final String SCHEMA_URL = "https://opentelemetry.io/schemas/1.33.0";

    private final JsonFactory factory =
            JsonFactory.builder().characterEscapes(new TextEscapes()).build();
    private final Timestamps timestamps = new Timestamps();
    private final LineBuffer lines;
    private final JsonOptions options;

    JsonFormat(LineBuffer lines, JsonOptions options) {
        this.lines = lines;
        this.options = options;
    }

    /** The first object of what this process writes: says what follows. */
    void start(long epochMicros, String programVersion) {
        try (Fields to = new Fields(factory.createGenerator(ObjectWriteContext.empty(), lines), timestamps)) {
            to.number("v", VERSION)
                    .text("schema_url", SCHEMA_URL)
                    .time("timestamp", epochMicros)
                    .text("mysql_monitor.event", "stream_started")
                    .text("mysql_monitor.version", programVersion);
        }
    }

    /** Appends the event's object; nothing for an event that has none. */
    void append(MonitorEvent event) throws IOException {
        int start = lines.size();
        try {
            event.visit(this);
        } catch (RuntimeException e) {
            // one event that cannot be shown is no reason to end the stream
            lines.cut(start);
            try (Fields to = begin(event, "not_shown")) {
                to.text("mysql_monitor.reason", e.toString());
            }
        }
    }

    private Fields begin(MonitorEvent event, String type) {
        Fields to = new Fields(factory.createGenerator(ObjectWriteContext.empty(), lines), timestamps);
        to.time("timestamp", event.epochMicros()).text("mysql_monitor.event", type);
        SessionFields.id(to, event.session());
        return to;
    }

    @Override
    public void sessionOpened(MonitorEvent.SessionOpened opened) {
        try (Fields to = begin(opened, "session_opened")) {
            SessionFields.address(to, "client", opened.client());
            to.text("mysql_monitor.listener", opened.listener())
                    .text("mysql_monitor.upstream", opened.upstream())
                    .text("mysql_monitor.upstream_address", opened.upstreamAddress());
        }
    }

    @Override
    public void legsSecured(MonitorEvent.LegsSecured secured) {
        try (Fields to = begin(secured, "legs_secured")) {
            SessionFields.legs(to, secured.client(), secured.server());
            SessionFields.handshake(to, SessionFields.CLIENT, secured.client());
            SessionFields.handshake(to, SessionFields.SERVER, secured.server());
        }
    }

    @Override
    public void loginFinished(LoginFinished login) {
        try (Fields to = begin(login, "login_finished")) {
            SessionFields.facts(to, login.facts());
            to.word(
                            "mysql_monitor.status",
                            login.succeeded() ? CommandFinished.Status.OK : CommandFinished.Status.ERROR)
                    .word("mysql_monitor.auth_path", login.path())
                    .number("mysql_monitor.duration_ns", login.durationNanos());
            CommandFields.error(to, login.errorNumber(), login.sqlState(), login.errorMessage());
            if (!login.capabilities().isEmpty()) {
                to.texts(
                        "mysql_monitor.capabilities",
                        Arrays.asList(login.capabilities().replace("+", "").split(" ")));
            }
            ValueFields.attributes(to, "mysql_monitor.connection_attributes", login.attributes());
        }
    }

    @Override
    public void userChanged(MonitorEvent.UserChanged changed) {
        try (Fields to = begin(changed, "user_changed")) {
            SessionFields.facts(to, changed.facts());
            to.text("mysql_monitor.previous_user", changed.from());
        }
    }

    @Override
    public void schemaChanged(MonitorEvent.SchemaChanged changed) {
        try (Fields to = begin(changed, "schema_changed")) {
            to.text("db.namespace", changed.to()).text("mysql_monitor.previous_namespace", changed.from());
        }
    }

    @Override
    public void commandFinished(CommandFinished command) {
        try (Fields to = begin(command, "command_finished")) {
            SessionFields.facts(to, command.facts());
            CommandFields.append(to, command);
        }
    }

    @Override
    public void transactionFinished(TransactionFinished transaction) {
        try (Fields to = begin(transaction, "transaction_finished")) {
            SessionFields.facts(to, transaction.facts());
            to.word("mysql_monitor.transaction.outcome", transaction.outcome())
                    .time("mysql_monitor.start_timestamp", transaction.startEpochMicros())
                    .number("mysql_monitor.duration_ns", transaction.durationNanos())
                    .number("mysql_monitor.transaction.idle_ns", transaction.idleNanos())
                    .number("mysql_monitor.transaction.statements", transaction.statements())
                    .number("db.response.returned_rows", transaction.rowsSent())
                    .number("mysql_monitor.affected_rows", transaction.affectedRows())
                    .text("mysql_monitor.gtid", transaction.gtid());
        }
    }

    @Override
    public void packetSeen(MonitorEvent.PacketSeen packet) {
        try (Fields to = begin(packet, "packet_seen")) {
            StringBuilder text = new StringBuilder();
            packet.content().describe(text, options.showSecrets());
            to.word("mysql_monitor.packet.direction", packet.direction())
                    .text("mysql_monitor.packet.type", packet.type())
                    .number("mysql_monitor.packet.sequence", packet.sequence())
                    .number("mysql_monitor.packet.last_sequence", packet.lastSequence())
                    .number("mysql_monitor.packet.count", packet.count())
                    .number("mysql_monitor.packet.length", packet.length())
                    .flag("mysql_monitor.packet.error", packet.error())
                    .text("mysql_monitor.packet.text", text.toString());
            payload(to, packet.payload());
        }
    }

    private void payload(Fields to, byte[] payload) {
        int length = Math.min(payload.length, options.payloadBytes());
        if (options.payload() == PayloadMode.HEX) {
            to.text("mysql_monitor.packet.payload_hex", HexFormat.of().formatHex(payload, 0, length));
        } else if (options.payload() == PayloadMode.BASE64) {
            byte[] shown = Arrays.copyOf(payload, length);
            to.text("mysql_monitor.packet.payload_base64", Base64.getEncoder().encodeToString(shown));
        }
    }

    @Override
    public void notice(MonitorEvent.Notice notice) {
        try (Fields to = begin(notice, "notice")) {
            to.text("mysql_monitor.text", notice.text());
        }
    }

    @Override
    public void observationStopped(MonitorEvent.ObservationStopped stopped) {
        try (Fields to = begin(stopped, "observation_stopped")) {
            to.text("mysql_monitor.reason", stopped.reason());
        }
    }

    @Override
    public void eventsDropped(MonitorEvent.EventsDropped dropped) {
        try (Fields to = begin(dropped, "events_dropped")) {
            to.number("mysql_monitor.dropped", dropped.count()).text("mysql_monitor.reason", dropped.reason());
        }
    }

    @Override
    public void sessionClosed(MonitorEvent.SessionClosed closed) {
        try (Fields to = begin(closed, "session_closed")) {
            SessionFields.facts(to, closed.facts());
            to.word("mysql_monitor.ended_by", closed.endedBy())
                    .text("mysql_monitor.reason", closed.reason())
                    .texts("mysql_monitor.details", List.copyOf(closed.details()))
                    .number("mysql_monitor.duration_ns", closed.durationMicros() * 1000)
                    .number("mysql_monitor.bytes_in", closed.clientBytes())
                    .number("mysql_monitor.packets_in", closed.clientPackets())
                    .number("mysql_monitor.bytes_out", closed.serverBytes())
                    .number("mysql_monitor.packets_out", closed.serverPackets())
                    .number("mysql_monitor.commands", closed.commands());
        }
    }
}
