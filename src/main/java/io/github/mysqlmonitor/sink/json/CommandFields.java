package io.github.mysqlmonitor.sink.json;

import io.github.mysqlmonitor.event.CommandContent;
import io.github.mysqlmonitor.event.CommandFinished;
import java.util.List;

/** A finished command. */
final class CommandFields {
    /** MySQL's names of the status flags, from bit 0 on. */
    private static final List<String> STATUS = List.of(
            "IN_TRANS",
            "AUTOCOMMIT",
            "BIT2",
            "MORE_RESULTS_EXISTS",
            "NO_GOOD_INDEX_USED",
            "NO_INDEX_USED",
            "CURSOR_EXISTS",
            "LAST_ROW_SENT",
            "DB_DROPPED",
            "NO_BACKSLASH_ESCAPES",
            "METADATA_CHANGED",
            "QUERY_WAS_SLOW",
            "PS_OUT_PARAMS",
            "IN_TRANS_READONLY",
            "SESSION_STATE_CHANGED",
            "ANSI_QUOTES");

    private CommandFields() {}

    static void append(Fields to, CommandFinished command) {
        to.text("mysql_monitor.command", command.command())
                .number("mysql_monitor.command_code", command.commandCode())
                .known("mysql_monitor.statement_id", command.statementId());
        content(to, command.content());
        error(
                to,
                command.outcome().errorNumber(),
                command.outcome().sqlState(),
                command.content().errorMessage());
        timing(to, command.timing());
        outcome(to, command.outcome());
        to.word("mysql_monitor.transaction.state", command.transaction().state())
                .number(
                        "mysql_monitor.transaction.age_ns",
                        command.transaction().ageNanos());
    }

    private static void content(Fields to, CommandContent content) {
        to.text("db.query.text", content.sql()).text("db.query.summary", content.summary());
        if (content.truncated()) {
            to.flag("mysql_monitor.truncated", true).number("mysql_monitor.query_length", content.sqlLength());
        }
        to.text("mysql_monitor.digest", content.digest())
                .text("mysql_monitor.digest_text", content.digestText())
                .text("mysql_monitor.arguments", content.arguments());
        ValueFields.parameters(to, content.values());
        to.text("mysql_monitor.undecoded_values", content.undecodedValues());
        ValueFields.attributes(to, "mysql_monitor.query_attributes", content.attributes());
        to.text("trace_id", content.traceId())
                .text("span_id", content.spanId())
                .text("mysql_monitor.info", content.info());
    }

    /** The number is a text, as OpenTelemetry wants it. */
    static void error(Fields to, int number, String sqlState, String message) {
        if (number != 0) {
            String code = Integer.toString(number);
            to.text("db.response.status_code", code)
                    .text("error.type", code)
                    .text("mysql_monitor.sqlstate", sqlState)
                    .text("mysql_monitor.error_message", message);
        }
    }

    private static void timing(Fields to, CommandFinished.Timing timing) {
        to.time("mysql_monitor.start_timestamp", timing.startEpochMicros())
                .known("mysql_monitor.ttfb_ns", timing.firstByteNanos())
                .number("mysql_monitor.duration_ns", timing.totalNanos());
    }

    private static void outcome(Fields to, CommandFinished.Outcome outcome) {
        to.word("mysql_monitor.status", outcome.status())
                .number("mysql_monitor.result_sets", outcome.resultSets())
                .number("db.response.returned_rows", outcome.rowsSent())
                .number("mysql_monitor.affected_rows", outcome.affectedRows())
                .unsigned("mysql_monitor.last_insert_id", outcome.lastInsertId())
                .number("mysql_monitor.warnings", outcome.warnings());
        if (outcome.serverStatus() >= 0) {
            serverStatus(to, outcome.serverStatus());
        }
        if (outcome.batchSize() >= 2) {
            to.number("db.operation.batch.size", outcome.batchSize());
        }
        to.text("mysql_monitor.gtid", outcome.gtid())
                .number("mysql_monitor.bytes_in", outcome.requestBytes())
                .number("mysql_monitor.bytes_out", outcome.replyBytes());
        if (outcome.infileBytes() > 0) {
            to.number("mysql_monitor.infile_bytes", outcome.infileBytes());
        }
        to.text("mysql_monitor.note", outcome.note());
    }

    private static void serverStatus(Fields to, int status) {
        to.array("mysql_monitor.server_status");
        for (int bit = 0; bit < STATUS.size(); bit++) {
            if ((status >>> bit & 1) != 0) {
                to.item(STATUS.get(bit));
            }
        }
        to.endArray();
    }
}
