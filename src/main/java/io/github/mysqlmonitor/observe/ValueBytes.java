package io.github.mysqlmonitor.observe;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mysqlmonitor.packet.ChangeUser;
import io.github.mysqlmonitor.packet.ColumnDefinition;
import io.github.mysqlmonitor.packet.Command;
import io.github.mysqlmonitor.packet.Login;
import io.github.mysqlmonitor.packet.Ok;
import io.github.mysqlmonitor.sql.Literal;
import io.github.mysqlmonitor.sql.LiteralScan;
import io.github.mysqlmonitor.wire.ProtocolException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Overwrites the values in a packet's raw bytes with as many {@code *}; what cannot be told apart goes with them. */
final class ValueBytes {
    private static final int BEHIND_ATTRIBUTE_COUNTS = 3;
    private static final int BEHIND_EXECUTE_HEAD = 10;
    private static final int BEHIND_BULK_EXECUTE_HEAD = 7;
    private static final int BEHIND_LONG_DATA_HEAD = 7;
    private static final int BEHIND_BINLOG_HEADER = 20;

    private ValueBytes() {}

    static void overwrite(PacketText packet) {
        try {
            overwriteDecoded(packet);
        } catch (ProtocolException undecoded) {
            // What cannot be read cannot be told apart.
            starsFrom(packet.bytes(), 1);
        }
    }

    private static void overwriteDecoded(PacketText packet) {
        byte[] bytes = packet.bytes();
        switch (packet.kind()) {
            case LOGIN -> {
                Login login = Login.decode(packet.reader());
                attributes(bytes, login.authOffset() + login.authLength(), login.attributes());
            }
            case QUERY, STMT_PREPARE, CHANGE_USER -> command(packet);
            case STMT_EXECUTE -> starsFrom(bytes, BEHIND_EXECUTE_HEAD);
            case STMT_BULK_EXECUTE -> starsFrom(bytes, BEHIND_BULK_EXECUTE_HEAD);
            case STMT_SEND_LONG_DATA -> starsFrom(bytes, BEHIND_LONG_DATA_HEAD);
            case INFILE_DATA -> starsFrom(bytes, 0);
            case BINLOG_EVENT -> starsFrom(bytes, BEHIND_BINLOG_HEADER);
            case LOCAL_INFILE, STATISTICS_TEXT, BINARY_ROW, UNKNOWN_COMMAND -> starsFrom(bytes, 1);
            case ERR -> starsFrom(bytes, Secrets.messageOffset(bytes));
            case OK -> ok(packet);
            case COLUMN_DEFINITION -> column(packet);
            case ROW -> row(bytes);
            default -> {}
        }
    }

    private static void command(PacketText packet) {
        byte[] bytes = packet.bytes();
        Command command =
                Command.decode(bytes, packet.length(), packet.decoding().agreed());
        if (command instanceof ChangeUser change) {
            attributes(bytes, change.authOffset() + change.authLength(), change.attributes());
        } else if (command instanceof Command.Query query) {
            if (query.sqlOffset() < 0) {
                starsFrom(bytes, 1);
            } else {
                Secrets.stars(bytes, BEHIND_ATTRIBUTE_COUNTS, query.sqlOffset());
                literals(packet, query.sqlOffset());
            }
        } else {
            literals(packet, 1);
        }
    }

    private static void literals(PacketText packet, int from) {
        byte[] bytes = packet.bytes();
        byte[] sql = Arrays.copyOfRange(bytes, from, bytes.length);
        for (Literal literal : LiteralScan.of(sql, packet.dialect())) {
            Secrets.stars(bytes, from + literal.from(), from + literal.to());
        }
    }

    /** Values are found by their bytes, wherever these are. */
    private static void attributes(byte[] bytes, int from, List<Map.Entry<String, String>> attributes) {
        for (Map.Entry<String, String> attribute : attributes) {
            if (!ValueText.isSoftware(attribute.getKey())) {
                byte[] value = attribute.getValue().getBytes(UTF_8);
                boolean found = value.length == 0;
                for (int at = from; at + value.length <= bytes.length && value.length > 0; at++) {
                    if (Arrays.equals(bytes, at, at + value.length, value, 0, value.length)) {
                        Secrets.stars(bytes, at, at + value.length);
                        found = true;
                    }
                }
                if (!found) {
                    // It is no UTF-8, or was overwritten as part of another.
                    starsFrom(bytes, from);
                    return;
                }
            }
        }
    }

    private static void column(PacketText packet) {
        ColumnDefinition column =
                ColumnDefinition.decode(packet.reader(), packet.decoding().agreed());
        if (ColumnText.isExpression(column)) {
            starsFrom(packet.bytes(), 0);
        } else {
            // The default value, in an answer to COM_FIELD_LIST.
            starsFrom(packet.bytes(), packet.bytes().length - column.rest().length());
        }
    }

    /** Variables may have any value, so nothing of the session's state is left. */
    private static void ok(PacketText packet) {
        Ok ok = Ok.decode(packet.reader(), packet.decoding().agreed(), packet.length());
        if (!packet.values().info(ok.info()).equals(ok.info())) {
            Secrets.stars(packet.bytes(), ok.infoOffset(), Math.max(ok.infoOffset(), ok.stateOffset()));
        }
        Secrets.stars(packet.bytes(), ok.stateOffset(), ok.stateOffset() + ok.stateLength());
    }

    private static void row(byte[] bytes) {
        RowColumns columns = new RowColumns(bytes);
        while (columns.next()) {
            Secrets.stars(bytes, columns.from(), columns.to());
        }
    }

    private static void starsFrom(byte[] bytes, int from) {
        Secrets.stars(bytes, from, bytes.length);
    }
}
