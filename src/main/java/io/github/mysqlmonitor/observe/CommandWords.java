package io.github.mysqlmonitor.observe;

import io.github.mysqlmonitor.event.NamedValue;
import io.github.mysqlmonitor.packet.BulkParameters;
import io.github.mysqlmonitor.packet.Command;
import io.github.mysqlmonitor.packet.ExecuteParameters;
import io.github.mysqlmonitor.packet.Parameter;
import io.github.mysqlmonitor.packet.QueryAttributes;
import io.github.mysqlmonitor.packet.Value;
import io.github.mysqlmonitor.wire.ProtocolException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * What a command says, decoded and written out as the value policy wants it.
 *
 * @param sql the statement, masked
 * @param statement the statement as it was sent; not masked
 * @param undecodedValues why values are missing, else empty
 */
record CommandWords(
        String sql,
        Statement statement,
        List<NamedValue> values,
        String undecodedValues,
        List<NamedValue> attributes,
        String traceParent) {
    private static final BitSet NO_SECRETS = new BitSet();
    private static final String NOT_PREPARED = "the statement could not be prepared";
    private static final String TRACE_PARENT = "traceparent";

    static CommandWords of(SentCommand command) {
        Command decoded = command.command();
        if (decoded instanceof Command.Query query) {
            return statement(command, query.sql(), query.sqlLength(), query.attributes());
        }
        if (decoded instanceof Command.StmtPrepare prepare) {
            return statement(command, prepare.sql(), prepare.sqlLength(), QueryAttributes.NONE);
        }
        if (decoded instanceof Command.StmtExecute || decoded instanceof Command.StmtBulkExecute) {
            return execution(command, decoded);
        }
        return new CommandWords(prepared(command), Statement.NONE, List.of(), "", List.of(), "");
    }

    private static CommandWords statement(SentCommand command, byte[] sql, long length, QueryAttributes attributes) {
        String text = command.policy()
                .sql(sql, command.decoding().text(), command.decoding().dialect());
        return new CommandWords(
                text,
                new Statement(sql, Math.max(length, 0)),
                List.of(),
                "",
                named(command, attributes.attributes(), NO_SECRETS),
                traceParent(attributes.attributes(), command));
    }

    private static CommandWords execution(SentCommand command, Command decoded) {
        String sql = prepared(command);
        SentCommand prepare = command.prepare();
        if (prepare == null || command.context() == null) {
            String why = prepare == null ? "the statement's preparation was not seen" : NOT_PREPARED;
            return new CommandWords(sql, Statement.NONE, List.of(), why, List.of(), "");
        }
        Statement statement = prepare.words().statement();
        try {
            if (decoded instanceof Command.StmtBulkExecute bulk) {
                return bulk(command, bulk, new CommandWords(sql, statement, List.of(), "", List.of(), ""));
            }
            ExecuteParameters parameters = ExecuteParameters.decode((Command.StmtExecute) decoded, command.context());
            String undecoded = parameters.typesUnknown()
                    ? "the execution that told their types was not seen"
                    : parameters.missing() > 0 ? parameters.missing() + " values were not kept" : "";
            return new CommandWords(
                    sql,
                    statement,
                    named(command, parameters.parameters(), statement.secretParameters()),
                    undecoded,
                    named(command, parameters.attributes(), NO_SECRETS),
                    traceParent(parameters.attributes(), command));
        } catch (ProtocolException broken) {
            return new CommandWords(sql, statement, List.of(), "malformed: " + broken.what(), List.of(), "");
        }
    }

    private static CommandWords bulk(SentCommand command, Command.StmtBulkExecute bulk, CommandWords of) {
        BulkParameters parameters = BulkParameters.decode(bulk, command.context());
        List<NamedValue> values = new ArrayList<>();
        BitSet secrets = of.statement.secretParameters();
        for (List<Value> row : parameters.rows()) {
            for (int i = 0; i < row.size(); i++) {
                values.add(named(command, "", row.get(i), secrets.get(i)));
            }
        }
        long kept = parameters.rows().size();
        String undecoded = parameters.types().isEmpty() && bulk.blockLength() > 0
                ? "the execution that told their types was not seen"
                : bulk.truncated() || kept < parameters.rowCount() ? "values of the first " + kept + " rows only" : "";
        return new CommandWords(of.sql, of.statement, List.copyOf(values), undecoded, List.of(), "");
    }

    private static String prepared(SentCommand command) {
        return command.prepare() == null ? "" : command.prepare().words().sql();
    }

    /** @param secrets which of them stand for passwords */
    private static List<NamedValue> named(SentCommand command, List<Parameter> parameters, BitSet secrets) {
        NamedValue[] named = new NamedValue[parameters.size()];
        for (int i = 0; i < named.length; i++) {
            named[i] =
                    named(command, parameters.get(i).name(), parameters.get(i).value(), secrets.get(i));
        }
        return List.of(named);
    }

    private static NamedValue named(SentCommand command, String name, Value value, boolean secret) {
        String type = ColumnTypes.name(value.type());
        return switch (value.kind()) {
            case NULL -> new NamedValue(name, type, null, false, 0, false);
            case DEFAULT, IGNORE -> new NamedValue(name, type, value.kind().name(), false, 0, false);
            case LONG_DATA -> new NamedValue(name, type, "(sent as long data)", false, 0, true);
            default -> {
                String raw = value.text(command.decoding().text());
                String shown = command.policy().bound(raw, secret);
                boolean quoted = value.kind() == Value.Kind.STRING || value.kind() == Value.Kind.TEMPORAL;
                yield new NamedValue(
                        name, type, shown, quoted && command.policy().shows(), value.length(), value.truncated());
            }
        };
    }

    private static String traceParent(List<Parameter> attributes, SentCommand command) {
        for (int i = 0; i < attributes.size(); i++) {
            Parameter attribute = attributes.get(i);
            if (attribute.name().equals(TRACE_PARENT)) {
                return attribute.value().text(command.decoding().text());
            }
        }
        return "";
    }
}
