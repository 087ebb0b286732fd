package io.github.mysqlmonitor.observe;

import io.github.mysqlmonitor.packet.ColumnCount;
import io.github.mysqlmonitor.packet.ColumnDefinition;
import io.github.mysqlmonitor.packet.PrepareOk;
import io.github.mysqlmonitor.packet.ValueType;
import io.github.mysqlmonitor.wire.ProtocolException;
import io.github.mysqlmonitor.wire.WireReader;
import java.util.ArrayList;
import java.util.List;

/**
 * The types of the columns of the result that a server is sending. Where it leaves the definitions out, because the
 * client has them or a cursor is read, they are those that the prepared statement had last. Confined to the session's
 * event loop.
 */
final class ResultColumns {
    /** As many as a table may have. */
    private static final int MAX_COLUMNS = 4096;

    private static final List<ValueType> UNKNOWN = null;

    private final List<ValueType> collected = new ArrayList<>();
    private List<ValueType> types;
    private long expected;

    /** Follows a packet of a reply. */
    void follow(CurrentPacket packet, InFlight command, StatementTable statements) {
        try {
            switch (packet.kind()) {
                case COLUMNS -> count(ColumnCount.decode(reader(packet)), command, statements);
                case PREPARE_OK ->
                    begin(PrepareOk.decode(reader(packet), packet.decoding().agreed())
                            .columnCount());
                case COLUMN_DEFINITION -> definition(packet, command, statements);
                default -> {}
            }
        } catch (ProtocolException broken) {
            // The rows are then told without their values, and say why.
            begin(0);
        }
    }

    /** Columns of a row of the current reply, null if they are not known. */
    List<ValueType> of(InFlight command, StatementTable statements) {
        return command.kind == PacketKind.STMT_FETCH ? remembered(command, statements) : types;
    }

    private void begin(long count) {
        types = UNKNOWN;
        collected.clear();
        expected = count <= MAX_COLUMNS ? count : 0;
    }

    private void count(ColumnCount count, InFlight command, StatementTable statements) {
        begin(count.count());
        List<ValueType> remembered = remembered(command, statements);
        if (!count.metadataFollows() && remembered != null && remembered.size() == count.count()) {
            types = remembered;
        }
    }

    private void definition(CurrentPacket packet, InFlight command, StatementTable statements) {
        if (collected.size() >= expected) {
            // An answer to COM_FIELD_LIST, or a result that is too wide.
            return;
        }
        collected.add(ColumnDefinition.typeOf(reader(packet), packet.decoding().agreed()));
        if (collected.size() < expected) {
            return;
        }
        List<ValueType> remembered = remembered(command, statements);
        types = collected.equals(remembered) ? remembered : List.copyOf(collected);
        collected.clear();
        expected = 0;
        if (command.statementId() >= 0 && command.results() == 0) {
            statements.columns(command.statementId(), types);
        }
    }

    private static List<ValueType> remembered(InFlight command, StatementTable statements) {
        PreparedStatement statement = command.statementId() < 0 ? null : statements.find(command.statementId());
        return statement == null || statement.columns().isEmpty() ? UNKNOWN : statement.columns();
    }

    private static WireReader reader(CurrentPacket packet) {
        return new WireReader(packet.head());
    }
}
