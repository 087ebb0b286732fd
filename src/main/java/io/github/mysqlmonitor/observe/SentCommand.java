package io.github.mysqlmonitor.observe;

import io.github.mysqlmonitor.event.CommandContent;
import io.github.mysqlmonitor.event.NamedValue;
import io.github.mysqlmonitor.packet.Command;
import io.github.mysqlmonitor.packet.Err;
import io.github.mysqlmonitor.packet.Octets;
import io.github.mysqlmonitor.packet.StatementContext;
import io.github.mysqlmonitor.sql.StatementDigest;
import io.github.mysqlmonitor.sql.TraceParent;
import io.github.mysqlmonitor.wire.ProtocolException;
import io.github.mysqlmonitor.wire.WireReader;
import java.util.List;

/**
 * The first bytes of a command, copied on the event loop, and what its reply adds. It is complete before its event is
 * published; everything that is read from it later is worked out on the thread that asks.
 */
final class SentCommand implements CommandContent {
    private static final byte[] NOTHING = {};
    private static final int FIXED_BYTES = 300;
    private static final int TEXTS_PER_BYTE = 4;

    private final PacketKind kind;
    private final byte[] payload;
    private final long length;
    private Decoding decoding;
    private final ValueText policy;
    private SentCommand prepare;
    private StatementContext context;
    private byte[] error = NOTHING;
    private byte[] infile = NOTHING;
    private String info = "";
    private int batchSize = 1;
    private CommandWords words;

    /**
     * @param payload taken: the packet's first bytes
     * @param length of the whole packet
     */
    SentCommand(PacketKind kind, byte[] payload, long length, Decoding decoding, ValueText policy) {
        this.kind = kind;
        this.payload = payload;
        this.length = length;
        this.decoding = decoding;
        this.policy = policy;
    }

    /** The statement that this command is about, with what is needed to read the values of its execution. */
    void of(SentCommand preparedBy, StatementContext with) {
        prepare = preparedBy;
        context = with;
    }

    void error(byte[] packet) {
        error = packet;
    }

    void info(String text) {
        info = text;
    }

    /** The server asked for a file. */
    void infile(byte[] packet) {
        infile = packet;
    }

    /** What was sent before it is answered now, and may have changed how it is read. */
    void read(Decoding asNow) {
        decoding = asNow;
    }

    PacketKind kind() {
        return kind;
    }

    /** Of the whole packet. */
    long length() {
        return length;
    }

    byte[] payload() {
        return payload;
    }

    Decoding decoding() {
        return decoding;
    }

    /** How values and secrets are written. */
    ValueText policy() {
        return policy;
    }

    /** Who prepared the statement, null if this is no command about one or it is not known. */
    SentCommand prepare() {
        return prepare;
    }

    StatementContext context() {
        return context;
    }

    /** Roughly, with what is worked out of them later; what was prepared is shared by its executions. */
    int heldBytes() {
        int prepared = prepare == null ? 0 : FIXED_BYTES + prepare.payload.length;
        int replied = error.length + infile.length + info.length();
        return FIXED_BYTES + TEXTS_PER_BYTE * (payload.length + replied) + prepared;
    }

    /** The decoded command; {@link Command.Unknown} if its grammar is broken. */
    Command command() {
        try {
            return Command.decode(payload, length, decoding.agreed());
        } catch (ProtocolException broken) {
            return new Command.Unknown(payload.length == 0 ? 0 : payload[0] & 0xFF, Octets.EMPTY);
        }
    }

    /** The connection that COM_PROCESS_KILL is about, else -1. */
    long killedConnection() {
        return kind == PacketKind.PROCESS_KILL && command() instanceof Command.ProcessKill kill
                ? kill.connectionId()
                : -1;
    }

    void batchSize(int executions) {
        batchSize = executions;
    }

    /** How many executions it stands for. */
    int batchSize() {
        return batchSize;
    }

    /** Worked out once; if two threads do it at the same time, both get the same. */
    CommandWords words() {
        CommandWords worked = words;
        if (worked == null) {
            worked = CommandWords.of(this);
            words = worked;
        }
        return worked;
    }

    private StatementDigest digestOfSql() {
        return words().statement().digest(decoding.dialect(), policy);
    }

    @Override
    public String sql() {
        return words().sql();
    }

    @Override
    public long sqlLength() {
        return words().statement().length();
    }

    @Override
    public boolean truncated() {
        return words().statement().truncated();
    }

    @Override
    public String digestText() {
        return digestOfSql().text();
    }

    @Override
    public String digest() {
        return digestOfSql().hash();
    }

    @Override
    public String summary() {
        String summary = digestOfSql().summary();
        return summary.isEmpty() ? kind.displayName() : summary;
    }

    @Override
    public List<NamedValue> values() {
        return words().values();
    }

    @Override
    public String undecodedValues() {
        return words().undecodedValues();
    }

    @Override
    public List<NamedValue> attributes() {
        return words().attributes();
    }

    @Override
    public String traceId() {
        return trace().traceId();
    }

    @Override
    public String spanId() {
        return trace().spanId();
    }

    /** An attribute is of this execution, a comment of the statement. */
    private TraceParent trace() {
        TraceParent attribute = TraceParent.parse(words().traceParent());
        return attribute.equals(TraceParent.NONE) ? words().statement().trace() : attribute;
    }

    @Override
    public String errorMessage() {
        if (error.length == 0) {
            return "";
        }
        Err err = Err.decode(new WireReader(error));
        Statement statement = words().statement();
        return policy.error(err.code(), err.message(), statement.bytes(), statement.truncated());
    }

    @Override
    public String info() {
        return info.isEmpty() ? "" : policy.info(info);
    }

    @Override
    public String arguments() {
        if (infile.length > 0) {
            String file = new String(infile, 1, infile.length - 1, decoding.text());
            return "local_infile=" + policy.value(file);
        }
        if (!kind.hasArguments()) {
            return "";
        }
        StringBuilder out = new StringBuilder();
        Surroundings around = new Surroundings(prepare, context, null, false);
        new PacketText(kind, payload, length, decoding, around, policy).describe(out, false);
        return out.toString();
    }
}
