package io.github.mysqlmonitor.capture;

import static io.github.mysqlmonitor.capture.WireClient.BASIC;
import static io.github.mysqlmonitor.capture.WireClient.MODERN;
import static io.github.mysqlmonitor.capture.WireClient.hex;
import static io.github.mysqlmonitor.capture.WireClient.join;
import static io.github.mysqlmonitor.capture.WireClient.statementId;
import static io.github.mysqlmonitor.capture.WireClient.text;

import io.github.mysqlmonitor.testing.ServerKind;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;

/** Prepared statements in the binary protocol. */
final class StatementScenarios {
    private static final String PREPARED = "useServerPrepStmts=true";

    private StatementScenarios() {}

    static void addTo(Scenarios all) {
        all.add("stmt-types", StatementScenarios::types);
        all.add("stmt-binds", StatementScenarios::binds);
        all.add("stmt-long-data", StatementScenarios::longData);
        all.add("stmt-cursor", StatementScenarios::cursor);
        all.add("stmt-raw-eof", r -> raw(r, BASIC));
        all.add("stmt-raw-modern", r -> raw(r, MODERN));
        all.add("stmt-out-parameters", StatementScenarios::outParameters);
        all.add("stmt-attributes", StatementScenarios::attributes, ServerKind.MYSQL_9, ServerKind.MYSQL_8_0);
        all.add("stmt-bulk", StatementScenarios::bulk, ServerKind.MARIADB_11_4);
        all.add("stmt-pipelined", StatementScenarios::pipelined, ServerKind.MARIADB_11_4);
        all.add("stmt-pipelined-mysql", StatementScenarios::pipelined, ServerKind.MYSQL_9);
    }

    private static Connection connect(Recording r, String options) throws SQLException {
        return r.server().kind().isMariaDb() ? r.mariaDb(options) : r.mysql(options);
    }

    private static void types(Recording r) throws SQLException {
        try (Connection connection = connect(r, PREPARED);
                PreparedStatement select = connection.prepareStatement("SELECT * FROM all_types WHERE id >= ?")) {
            select.setInt(1, 1);
            read(select);
            select.setInt(1, 3);
            read(select);
        }
    }

    private static void binds(Recording r) throws SQLException {
        try (Connection connection = connect(r, PREPARED);
                PreparedStatement select =
                        connection.prepareStatement("SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?")) {
            select.setByte(1, (byte) -1);
            select.setShort(2, (short) -300);
            select.setInt(3, Integer.MIN_VALUE);
            select.setLong(4, Long.MAX_VALUE);
            select.setFloat(5, 1.25f);
            select.setDouble(6, -1e-300);
            select.setBigDecimal(7, new BigDecimal("12345678901234567890.123"));
            select.setString(8, "Zürich €");
            select.setBytes(9, new byte[] {0, (byte) 0xFF, 39});
            select.setDate(10, Date.valueOf("2026-02-28"));
            select.setTime(11, Time.valueOf("23:59:58"));
            select.setTimestamp(12, Timestamp.valueOf("2026-12-31 23:59:59.123456"));
            select.setBoolean(13, true);
            select.setNull(14, Types.VARCHAR);
            read(select);
            for (int i = 1; i <= 14; i++) {
                select.setNull(i, Types.INTEGER);
            }
            read(select);
        }
    }

    private static void longData(Recording r) throws SQLException {
        try (Connection connection =
                        connect(r, PREPARED + (r.server().kind().isMariaDb() ? "" : "&blobSendChunkSize=300"));
                PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO scratch (id, v, data) VALUES (?, ?, ?)")) {
            insert.setInt(1, 1);
            insert.setString(2, "streamed");
            insert.setBinaryStream(3, new ByteArrayInputStream(new byte[700]), 700);
            insert.executeUpdate();
            insert.setInt(1, 2);
            insert.setBytes(3, new byte[] {1, 2, 3});
            insert.executeUpdate();
            Recording.execute(connection, "DELETE FROM scratch");
        }
    }

    private static void cursor(Recording r) throws SQLException {
        String options = r.server().kind().isMariaDb() ? PREPARED : PREPARED + "&useCursorFetch=true";
        try (Connection connection = connect(r, options);
                PreparedStatement select = connection.prepareStatement("SELECT id, name FROM people ORDER BY id")) {
            select.setFetchSize(2);
            read(select);
        }
    }

    private static void raw(Recording r, long capabilities) throws Exception {
        WireClient client = r.wire(capabilities);
        byte[] id = statementId(client.command(0x16, text("SELECT id, name FROM people WHERE id > ? AND name <> ?")));
        byte[] once = hex("00 01000000");
        client.command(0x17, id, once, hex("00 01 0800 fd00 0100000000000000 01 78")); // BIGINT and VAR_STRING
        client.command(0x17, id, once, hex("00 00 0300000000000000 03 416461")); // the types of before
        client.command(0x17, id, once, hex("02 01 0300 0600 02000000")); // the second is NULL
        client.post(0x18, id, hex("0100"), text("Gra"));
        client.post(0x18, id, hex("0100"), text("ce"));
        client.command(0x17, id, once, hex("00 01 0300 fd00 00000000"));
        client.post(0x18, id, hex("0100"), text("dropped"));
        client.command(0x1a, id);
        client.command(0x17, id, hex("01 01000000"), hex("00 01 0300 fe00 00000000 01 78")); // with a cursor
        client.command(0x1c, id, hex("02000000"));
        client.command(0x1c, id, hex("10000000"));
        client.command(0x1c, id, hex("01000000")); // the cursor is at its end
        client.post(0x19, id);
        client.command(0x17, id, once, hex("00 00")); // closed
        client.command(0x17, hex("ffffffff"), once);
        client.post(0x19, hex("63000000")); // unknown, and no answer
        client.command(0x16, text("SELEC broken"));
        client.command(0x16, text("DO 1"));
        byte[] insert = statementId(client.command(0x16, text("INSERT INTO scratch (id) VALUES (?)")));
        client.command(0x17, insert, once, hex("00 01 0380 05000000"));
        client.command(0x17, insert, once, hex("00")); // cut off
        client.query("DELETE FROM scratch");
        client.pipeline(
                join(hex("16"), text("SELECT ?")),
                join(hex("19"), hex("63000000")),
                hex("0e"),
                join(hex("03"), text("SELECT 7")));
        client.quit();
    }

    private static void outParameters(Recording r) throws SQLException {
        try (Connection connection = connect(r, PREPARED);
                CallableStatement call = connection.prepareCall("{CALL doubled(?, ?, ?)}")) {
            call.setInt(1, 21);
            call.registerOutParameter(2, Types.INTEGER);
            call.setString(3, "hey");
            call.registerOutParameter(3, Types.VARCHAR);
            call.execute();
            call.getInt(2);
        }
        if (!r.server().kind().isMariaDb()) {
            outParametersRaw(r);
        }
    }

    private static void outParametersRaw(Recording r) throws SQLException {
        try (WireClient client = r.wire(MODERN)) {
            byte[] id = statementId(client.command(0x16, text("CALL doubled(?, ?, ?)")));
            client.command(0x17, id, hex("00 01000000"), hex("02 01 0300 0300 fd00 15000000 03 686579"));
        } catch (java.io.IOException e) {
            throw new SQLException(e);
        }
    }

    private static void attributes(Recording r) throws SQLException {
        try (Connection connection = connect(r, PREPARED);
                PreparedStatement select = connection.prepareStatement("SELECT ?")) {
            var attributed = select.unwrap(com.mysql.cj.jdbc.JdbcStatement.class);
            attributed.setAttribute("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
            select.setInt(1, 1);
            read(select);
            attributed.setAttribute("second", 2);
            read(select);
            attributed.clearAttributes();
            read(select);
        }
        try (Connection connection = connect(r, PREPARED);
                PreparedStatement select = connection.prepareStatement("SELECT 1")) {
            select.unwrap(com.mysql.cj.jdbc.JdbcStatement.class).setAttribute("only", "attribute");
            read(select);
        }
    }

    private static void bulk(Recording r) throws SQLException {
        try (Connection connection = r.mariaDb("useServerPrepStmts=true&useBulkStmts=true");
                PreparedStatement insert = connection.prepareStatement("INSERT INTO scratch (id, v) VALUES (?, ?)")) {
            for (int i = 1; i <= 4; i++) {
                insert.setInt(1, i);
                insert.setString(2, i == 3 ? null : "row " + i);
                insert.addBatch();
            }
            insert.executeBatch();
            Recording.execute(connection, "DELETE FROM scratch");
        }
        try (Connection connection = r.mariaDb("useServerPrepStmts=true&useBulkStmtsForInserts=true");
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO people (name) VALUES (?)", java.sql.Statement.RETURN_GENERATED_KEYS)) {
            for (String name : new String[] {"Kay", "Niklaus"}) {
                insert.setString(1, name);
                insert.addBatch();
            }
            insert.executeBatch();
            Recording.execute(connection, "DELETE FROM people WHERE name IN ('Kay', 'Niklaus')");
        }
    }

    private static void pipelined(Recording r) throws SQLException {
        try (Connection connection = r.mariaDb(PREPARED + "&cachePrepStmts=true")) {
            for (int i = 0; i < 2; i++) {
                try (PreparedStatement select =
                        connection.prepareStatement("SELECT id, name FROM people WHERE id > ?")) {
                    select.setInt(1, 3);
                    read(select);
                    select.setInt(1, 4);
                    read(select);
                }
            }
            try (PreparedStatement broken = connection.prepareStatement("SELECT * FROM no_such_table WHERE id = ?")) {
                broken.setInt(1, 1);
                read(broken);
            } catch (SQLException refused) {
                // The ERR of the PREPARE, and that of the EXECUTE behind it, are what is recorded.
            }
        }
    }

    private static void read(PreparedStatement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                rows.getObject(1);
            }
        }
    }
}
