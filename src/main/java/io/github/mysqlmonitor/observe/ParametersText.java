package io.github.mysqlmonitor.observe;

import io.github.mysqlmonitor.packet.BulkParameters;
import io.github.mysqlmonitor.packet.Command;
import io.github.mysqlmonitor.packet.ExecuteParameters;
import io.github.mysqlmonitor.packet.Limits;
import io.github.mysqlmonitor.packet.Parameter;
import io.github.mysqlmonitor.packet.StatementContext;
import io.github.mysqlmonitor.packet.Value;
import io.github.mysqlmonitor.sql.Placeholders;
import io.github.mysqlmonitor.wire.ProtocolException;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntFunction;

/** Describes bound values and query attributes: {@code (1, 'abc', NULL) [traceparent='00-…']}. */
final class ParametersText {
    private static final BitSet NO_SECRETS = new BitSet();
    private static final int MAX_VALUE = 100;
    private static final int MAX_VALUES = 500;
    private static final int MAX_ROWS = 3;
    private static final String NOT_DECODED = " (values not decoded: ";
    private static final String NO_PREPARE = "the statement's preparation was not seen)";
    private static final String NO_TYPES = "the execution that told their types was not seen)";

    private ParametersText() {}

    /** Of a query, with a blank behind; nothing if there are none. */
    static void attributes(StringBuilder out, List<Parameter> attributes, int missing, ValueText values, Decoding by) {
        if (attributes.isEmpty() && missing == 0) {
            return;
        }
        out.append('[');
        ValueLine line = new ValueLine(out, values, by.text(), MAX_VALUE, MAX_VALUES);
        boolean full = false;
        for (Parameter each : attributes) {
            full = !line.next();
            if (full) {
                break;
            }
            line.named(each);
        }
        if (missing > 0 && !full) {
            line.next();
            out.append(missing).append(" more");
        }
        out.append("] ");
    }

    /** Of COM_STMT_EXECUTE or COM_STMT_BULK_EXECUTE, with a blank in front; or why they are not there. */
    static void bound(StringBuilder out, Command command, PacketText packet, boolean showSecrets) {
        int before = out.length();
        try {
            StatementContext context = context(packet);
            if (context == null) {
                out.append(NOT_DECODED).append(NO_PREPARE);
            } else if (command instanceof Command.StmtExecute execute) {
                execution(
                        out, ExecuteParameters.decode(execute, context), context.parameterCount(), packet, showSecrets);
            } else if (command instanceof Command.StmtBulkExecute bulk) {
                bulk(out, bulk, BulkParameters.decode(bulk, context), packet, showSecrets);
            }
        } catch (ProtocolException broken) {
            out.setLength(before);
            out.append(NOT_DECODED).append("malformed: ");
            Line.append(out, broken.what());
            out.append(')');
        }
    }

    /** If the statement is not prepared yet, as MariaDB's clients send it, its parameters are counted in its text. */
    private static StatementContext context(PacketText packet) {
        SentCommand statement = packet.around().statement();
        if (packet.around().execution() != null
                || statement == null
                || statement.words().statement().truncated()) {
            return packet.around().execution();
        }
        int parameters = Placeholders.count(packet.statement(), packet.dialect());
        return new StatementContext(packet.decoding().agreed(), parameters, List.of(), new BitSet(), Limits.NONE);
    }

    private static void execution(
            StringBuilder out, ExecuteParameters read, int parameters, PacketText packet, boolean showSecrets) {
        int own = Math.min(parameters, read.count());
        if (read.typesUnknown()) {
            out.append(NOT_DECODED).append(NO_TYPES);
        } else if (own > 0) {
            out.append(' ');
            List<Parameter> bound = read.parameters();
            tuple(out, bound.size(), i -> bound.get(i).value(), own - bound.size(), packet, showSecrets);
        }
        int missing = read.count() - own - read.attributes().size();
        if (!read.typesUnknown() && read.count() > own) {
            out.append(' ');
            attributes(out, read.attributes(), missing, packet.values(showSecrets), packet.decoding());
            out.setLength(out.length() - 1);
        }
    }

    private static void bulk(
            StringBuilder out,
            Command.StmtBulkExecute execute,
            BulkParameters read,
            PacketText packet,
            boolean showSecrets) {
        if (read.types().isEmpty() && execute.blockLength() > 0) {
            out.append(NOT_DECODED).append(NO_TYPES);
            return;
        }
        out.append(" rows=").append(read.rowCount()).append(execute.truncated() ? "+" : "");
        int shown = Math.min(MAX_ROWS, read.rows().size());
        for (int i = 0; i < shown; i++) {
            out.append(i == 0 ? " " : ", ");
            List<Value> row = read.rows().get(i);
            tuple(out, row.size(), row::get, 0, packet, showSecrets);
        }
        out.append(shown < read.rowCount() || execute.truncated() ? ", …" : "");
    }

    static void longData(StringBuilder out, Command.StmtSendLongData data, PacketText packet, boolean showSecrets) {
        if (data.data().isEmpty()) {
            return;
        }
        out.append(' ');
        ValueLine line = line(out, packet, showSecrets);
        if (!showSecrets && packet.secretParameters().get(data.parameter())) {
            line.secret();
        } else {
            line.value(Value.ofBytes(data.data(), data.length()));
        }
    }

    private static void tuple(
            StringBuilder out,
            int count,
            IntFunction<Value> values,
            int missing,
            PacketText packet,
            boolean showSecrets) {
        BitSet secrets = showSecrets ? NO_SECRETS : packet.secretParameters();
        out.append('(');
        ValueLine line = line(out, packet, showSecrets);
        boolean full = false;
        for (int i = 0; i < count && !full; i++) {
            Value value = values.apply(i);
            full = !line.next();
            if (!full && secrets.get(i) && value.length() > 0) {
                line.secret();
            } else if (!full) {
                line.value(value);
            }
        }
        if (missing > 0 && !full) {
            line.next();
            out.append(missing).append(" more");
        }
        out.append(')');
    }

    private static ValueLine line(StringBuilder out, PacketText packet, boolean showSecrets) {
        return new ValueLine(out, packet.values(showSecrets), packet.decoding().text(), MAX_VALUE, MAX_VALUES);
    }
}
