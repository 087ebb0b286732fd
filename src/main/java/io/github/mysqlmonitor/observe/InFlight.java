package io.github.mysqlmonitor.observe;

import io.github.mysqlmonitor.event.SessionFacts;
import io.github.mysqlmonitor.packet.Eof;
import io.github.mysqlmonitor.packet.Ok;

/**
 * A command that was sent, with what came back of its reply so far. Used again for another command when it was answered, so
 * nobody keeps it. Confined to the session's event loop.
 */
final class InFlight {
    PacketKind kind;
    int code;
    long startMicros;
    long startNanos;
    SentCommand content;
    private final StatementCursor statements = new StatementCursor();
    private SessionFacts facts;
    private long statementId;
    private long victim;
    private long requestBytes;
    private long firstNanos;
    private long replyBytes;
    private long infileBytes;
    private int resultSets;
    private int results;
    private long rows;
    private long affectedRows;
    private long lastInsertId;
    private int warnings;
    private int status;
    private int errorNumber;
    private String sqlState;
    private String note;
    private String gtid;

    /** Begins anew with a command that was sent just now. */
    InFlight start(CurrentPacket packet, int commandCode, long id, SessionFacts sessionFacts, SentCommand sent) {
        kind = packet.kind();
        code = commandCode;
        startMicros = packet.epochMicros();
        startNanos = packet.nanos();
        content = sent;
        statements.start(sent);
        facts = sessionFacts;
        statementId = id;
        victim = -1;
        requestBytes = packet.wireBytes();
        firstNanos = -1;
        replyBytes = 0;
        infileBytes = 0;
        resultSets = 0;
        results = 0;
        rows = 0;
        affectedRows = 0;
        lastInsertId = 0;
        warnings = 0;
        status = -1;
        errorNumber = 0;
        sqlState = "";
        note = "";
        gtid = "";
        return this;
    }

    /** Keeps nothing of the command, until {@link #start}. */
    void forget() {
        content = null;
        statements.start(null);
        facts = null;
    }

    /** What its statements do to the session, one after the other. */
    StatementCursor statements() {
        return statements;
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
