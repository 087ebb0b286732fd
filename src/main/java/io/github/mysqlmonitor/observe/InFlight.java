package io.github.mysqlmonitor.observe;

import io.github.mysqlmonitor.event.SessionFacts;
import io.github.mysqlmonitor.packet.Eof;
import io.github.mysqlmonitor.packet.Ok;

/** A command that was sent, with what came back of its reply so far. */
final class InFlight {
    final PacketKind kind;
    final int code;
    final long startMicros;
    final long startNanos;
    final SentCommand content;
    private SessionFacts facts;
    private long statementId;
    private long victim = -1;
    private long requestBytes;
    private long firstNanos = -1;
    private long replyBytes;
    private long infileBytes;
    private int resultSets;
    private int results;
    private long rows;
    private long affectedRows;
    private long lastInsertId;
    private int warnings;
    private int status = -1;
    private int errorNumber;
    private String sqlState = "";
    private String note = "";
    private String gtid = "";

    InFlight(CurrentPacket packet, int code, long statementId, SessionFacts facts, SentCommand content) {
        this.statementId = statementId;
        this.kind = packet.kind();
        this.code = code;
        this.startMicros = packet.epochMicros();
        this.startNanos = packet.nanos();
        this.requestBytes = packet.wireBytes();
        this.facts = facts;
        this.content = content;
    }

    void replied(CurrentPacket packet) {
        if (firstNanos < 0) {
            firstNanos = Math.max(0, packet.nanos() - startNanos);
        }
        replyBytes += packet.wireBytes();
    }

    /** More of the client belongs to the command, such as the password that COM_CHANGE_USER was asked for. */
    void continued(CurrentPacket packet) {
        requestBytes += packet.wireBytes();
    }

    void infile(CurrentPacket packet) {
        infileBytes += packet.length();
        requestBytes += packet.wireBytes();
    }

    void resultSet() {
        resultSets++;
    }

    void row() {
        rows++;
    }

    void ok(Ok ok) {
        results++;
        affectedRows += ok.affectedRows();
        lastInsertId = ok.lastInsertId() != 0 ? ok.lastInsertId() : lastInsertId;
        warnings = ok.warnings();
        status = ok.status();
        if (!ok.info().isEmpty()) {
            content.info(ok.info());
        }
    }

    void eof(Eof eof) {
        warnings = eof.warnings();
        status = eof.status();
    }

    /** A result set is complete that an EOF ended. */
    void resultEnded() {
        results++;
    }

    void error(int number, String state, byte[] packet) {
        errorNumber = number;
        sqlState = state;
        content.error(packet);
    }

    /** Part of the reply could not be read. */
    void unreadable(String what) {
        note = "not fully decoded: " + what;
    }

    /** What holds of the session when the server comes to it. */
    SessionFacts facts() {
        return facts;
    }

    void facts(SessionFacts now) {
        facts = now;
    }

    /** The connection that it kills, -1 if none. */
    long victim() {
        return victim;
    }

    void victim(long connectionId) {
        victim = connectionId;
    }

    void statementId(long id) {
        statementId = id;
    }

    /** Of commands about a prepared statement, else -1. */
    long statementId() {
        return statementId;
    }

    long requestBytes() {
        return requestBytes;
    }

    String note() {
        return note;
    }

    void gtid(String text) {
        gtid = text;
    }

    long firstNanos() {
        return firstNanos;
    }

    long replyBytes() {
        return replyBytes;
    }

    long infileBytes() {
        return infileBytes;
    }

    int resultSets() {
        return resultSets;
    }

    /** How many results are complete, those without columns included. */
    int results() {
        return results;
    }

    long rows() {
        return rows;
    }

    long affectedRows() {
        return affectedRows;
    }

    long lastInsertId() {
        return lastInsertId;
    }

    int warnings() {
        return warnings;
    }

    int status() {
        return status;
    }

    int errorNumber() {
        return errorNumber;
    }

    String sqlState() {
        return sqlState;
    }

    String gtid() {
        return gtid;
    }
}
