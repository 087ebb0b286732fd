package io.github.mysqlmonitor.observe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.mysqlmonitor.packet.BinaryRow;
import io.github.mysqlmonitor.packet.ChangeUser;
import io.github.mysqlmonitor.packet.ColumnDefinition;
import io.github.mysqlmonitor.packet.Command;
import io.github.mysqlmonitor.packet.ExecuteParameters;
import io.github.mysqlmonitor.packet.Limits;
import io.github.mysqlmonitor.packet.Login;
import io.github.mysqlmonitor.packet.Ok;
import io.github.mysqlmonitor.packet.Parameter;
import io.github.mysqlmonitor.packet.Value;
import io.github.mysqlmonitor.sql.PasswordHash;
import io.github.mysqlmonitor.sql.SecretMask;
import io.github.mysqlmonitor.wire.ProtocolException;
import io.github.mysqlmonitor.wire.WireReader;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Locale;

/** Overwrites the secrets in a packet's raw bytes with as many {@code *}, so that all else stays dissectable. */
final class Secrets {
    /** Code, statement id, flags, iterations. */
    private static final int EXECUTE_HEAD = 10;
    /** Of a bulk execution and of long data: code, statement id, flags or parameter. */
    private static final int VALUES_OFFSET = 7;

    private static final int PROOF_LENGTH = 65;
    /** Where a login's user begins; nothing before it is secret. */
    private static final int LOGIN_USER_OFFSET = 32;

    private Secrets() {}

    /** Changes the packet's own bytes; where they cannot be decoded, it overwrites all that might be secret. */
    static void overwrite(PacketText packet) {
        try {
            overwriteDecoded(packet);
        } catch (ProtocolException undecoded) {
            // What cannot be read cannot be told apart.
            stars(packet.bytes(), packet.kind() == PacketKind.LOGIN ? LOGIN_USER_OFFSET : 1, packet.bytes().length);
        }
    }

    /** MariaDB's login OK may carry a digest that is bound to the hash of the password. */
    static boolean isServerProof(String info) {
        return info.length() >= PROOF_LENGTH
                && info.charAt(0) == 1
                && info.chars().skip(1).limit(PROOF_LENGTH - 1L).allMatch(c -> Character.digit(c, 16) >= 0);
    }

    private static void overwriteDecoded(PacketText packet) {
        byte[] bytes = packet.bytes();
        switch (packet.kind()) {
            case LOGIN -> {
                Login login = Login.decode(reader(bytes));
                stars(bytes, login.authOffset(), login.authOffset() + login.authLength());
            }
            case AUTH_ANSWER, UNKNOWN -> stars(bytes, 0, bytes.length);
            case UNKNOWN_COMMAND -> stars(bytes, 1, bytes.length);
            case AUTH_MORE_DATA -> moreData(bytes);
            case OK -> ok(packet);
            case ERR -> error(packet);
            case ROW -> row(packet);
            case COLUMN_DEFINITION -> column(packet);
            case BINARY_ROW -> binaryRow(packet);
            case CHANGE_USER, REGISTER_SLAVE, QUERY, STMT_PREPARE, STMT_EXECUTE, STMT_BULK_EXECUTE -> command(packet);
            case STMT_SEND_LONG_DATA -> parameters(packet, VALUES_OFFSET);
            default -> {}
        }
    }

    private static void command(PacketText packet) {
        byte[] bytes = packet.bytes();
        Command command =
                Command.decode(bytes, packet.length(), packet.decoding().agreed());
        if (command instanceof ChangeUser change) {
            stars(bytes, change.authOffset(), change.authOffset() + change.authLength());
        } else if (command instanceof Command.RegisterSlave replica) {
            stars(bytes, replica.passwordOffset(), replica.passwordOffset() + replica.passwordLength());
        } else if (command instanceof Command.Query query && query.sqlOffset() >= 0) {
            for (Parameter attribute : query.attributes().attributes()) {
                value(bytes, 1, attribute.value(), false);
            }
            maskSql(bytes, query.sqlOffset());
        } else if (command instanceof Command.StmtPrepare) {
            maskSql(bytes, 1);
        } else if (command instanceof Command.StmtExecute execute) {
            execution(packet, execute);
        } else if (command instanceof Command.StmtBulkExecute) {
            parameters(packet, VALUES_OFFSET);
        }
    }

    private static void execution(PacketText packet, Command.StmtExecute execute) {
        byte[] bytes = packet.bytes();
        if (packet.around().execution() == null) {
            parameters(packet, EXECUTE_HEAD);
            return;
        }
        ExecuteParameters read =
                ExecuteParameters.decode(execute, packet.around().execution());
        BitSet secrets = SecretMask.parameters(packet.statement(), packet.statementIsCut());
        for (int i = 0; i < read.parameters().size(); i++) {
            value(bytes, EXECUTE_HEAD, read.parameters().get(i).value(), secrets.get(i));
        }
        for (Parameter attribute : read.attributes()) {
            value(bytes, EXECUTE_HEAD, attribute.value(), false);
        }
        if (read.missing() > 0) {
            maskSql(bytes, EXECUTE_HEAD);
        }
    }

    /** Of a statement that takes a password nothing of the values is left. */
    private static void parameters(PacketText packet, int from) {
        byte[] sql = packet.statement();
        if (sql != null && !SecretMask.parameters(sql, packet.statementIsCut()).isEmpty()) {
            stars(packet.bytes(), from, packet.bytes().length);
        } else {
            maskSql(packet.bytes(), from);
        }
    }

    private static void binaryRow(PacketText packet) {
        byte[] bytes = packet.bytes();
        if (packet.around().secretRow()) {
            stars(bytes, 1, bytes.length);
        } else if (packet.around().columns() == null) {
            maskSql(bytes, 1);
        } else {
            BinaryRow row = BinaryRow.decode(packet.reader(), packet.around().columns(), packet.length(), Limits.NONE);
            for (Value each : row.values()) {
                value(bytes, 1, each, false);
            }
        }
    }

    /** Overwrites a value that is a password or holds one, wherever its bytes are. */
    private static void value(byte[] bytes, int from, Value value, boolean secret) {
        byte[] own = value.bytes();
        if (own.length == 0) {
            return;
        }
        boolean hides = secret || PasswordHash.is(new String(own, ISO_8859_1)) || SecretMask.ranges(own).length > 0;
        for (int at = from; hides && at + own.length <= bytes.length; at++) {
            if (Arrays.equals(bytes, at, at + own.length, own, 0, own.length)) {
                stars(bytes, at, at + own.length);
            }
        }
    }

    private static void moreData(byte[] bytes) {
        byte[] data = tail(bytes, 1);
        if (data.length > 1 && !ConnectionText.isPublicKey(data)) {
            stars(bytes, bytes[0] == 0x01 ? 1 : 0, bytes.length);
        }
    }

    /** The session state may carry {@code redirect_url} with user and password. */
    private static void ok(PacketText packet) {
        byte[] bytes = packet.bytes();
        Decoding decoding = packet.decoding();
        Ok ok = Ok.decode(reader(bytes), decoding.agreed(), packet.length());
        if (isServerProof(ok.info())) {
            stars(bytes, ok.infoOffset(), ok.infoOffset() + PROOF_LENGTH);
        }
        int end = Math.min(ok.stateOffset() + ok.stateLength(), bytes.length);
        String state = new String(bytes, ok.stateOffset(), end - ok.stateOffset(), ISO_8859_1);
        if (state.toLowerCase(Locale.ROOT).contains(StateText.REDIRECT)) {
            stars(bytes, ok.stateOffset(), end);
        }
    }

    private static void error(PacketText packet) {
        byte[] bytes = packet.bytes();
        int code = reader(bytes).uint24() >>> 8;
        int from = messageOffset(bytes);
        stars(bytes, ErrorSecrets.from(code, bytes, from, packet.statement(), packet.statementIsCut()), bytes.length);
    }

    /** Before the login an ERR has no SQLSTATE. */
    static int messageOffset(byte[] error) {
        return error.length > 3 && error[3] == '#' ? 9 : 3;
    }

    private static byte[] tail(byte[] bytes, int from) {
        return Arrays.copyOfRange(bytes, Math.min(from, bytes.length), bytes.length);
    }

    private static void column(PacketText packet) {
        ColumnDefinition column =
                ColumnDefinition.decode(packet.reader(), packet.decoding().agreed());
        if (ColumnText.isExpression(column)) {
            maskSql(packet.bytes(), 0);
        }
    }

    private static void row(PacketText packet) {
        byte[] bytes = packet.bytes();
        RowColumns columns = new RowColumns(bytes);
        while (columns.next()) {
            String value = new String(bytes, columns.from(), columns.to() - columns.from(), ISO_8859_1);
            if (packet.around().secretRow() || PasswordHash.is(value)) {
                stars(bytes, columns.from(), columns.to());
            }
            maskSql(bytes, columns.from(), columns.to());
        }
    }

    private static void maskSql(byte[] bytes, int from) {
        maskSql(bytes, Math.min(Math.max(from, 0), bytes.length), bytes.length);
    }

    private static void maskSql(byte[] bytes, int from, int to) {
        int[] ranges = SecretMask.ranges(Arrays.copyOfRange(bytes, from, to));
        for (int i = 0; i < ranges.length; i += 2) {
            stars(bytes, from + ranges[i], from + ranges[i + 1]);
        }
    }

    static void stars(byte[] bytes, int from, int to) {
        int end = Math.min(to, bytes.length);
        if (from < end) {
            Arrays.fill(bytes, from, end, (byte) '*');
        }
    }

    private static WireReader reader(byte[] bytes) {
        return new WireReader(bytes);
    }
}
