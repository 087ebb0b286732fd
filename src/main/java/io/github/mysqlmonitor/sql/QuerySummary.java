package io.github.mysqlmonitor.sql;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;

/**
 * Collects the operations and the tables of a statement while its tokens pass: {@code SELECT orders customers}.
 *
 * <p>The first word is the operation, with its object for CREATE, SHOW and their like; each further SELECT is one more.
 * Tables are the names behind FROM, JOIN, INTO and UPDATE, with their schema where the text has it.
 */
final class QuerySummary {
    private static final int MAX_CHARS = 255;
    private static final int MAX_DEPTH = 63;

    private static final BitSet WITH_OBJECT =
            words("CREATE", "ALTER", "DROP", "RENAME", "TRUNCATE", "LOCK", "ANALYZE", "OPTIMIZE", "CHECK", "REPAIR");
    private static final BitSet WITH_NEXT = words(
            "SHOW", "START", "STOP", "SET", "FLUSH", "RESET", "LOAD", "CHANGE", "XA", "KILL", "UNLOCK", "PURGE",
            "GRANT", "REVOKE");
    private static final BitSet OBJECTS = words(
            "TABLE",
            "TABLES",
            "VIEW",
            "INDEX",
            "PROCEDURE",
            "FUNCTION",
            "TRIGGER",
            "EVENT",
            "SCHEMA",
            "SYSTEM_USER",
            "ROLE",
            "SERVER",
            "TABLESPACE",
            "LOGFILE",
            "INSTANCE");
    private static final BitSet NAMELESS = words("SYSTEM_USER", "ROLE");
    private static final BitSet BEFORE_TABLE = words("JOIN", "STRAIGHT_JOIN", "INTO", "UPDATE", "CALL", "TABLE");
    private static final BitSet SKIPPED = words(
            "IF",
            "NOT",
            "EXISTS",
            "IGNORE",
            "LOW_PRIORITY",
            "HIGH_PRIORITY",
            "DELAYED",
            "QUICK",
            "TABLE",
            "LATERAL",
            "INTO");
    private static final BitSet NO_TABLE =
            words("SELECT", "DUAL", "FROM", "OUTFILE", "DUMPFILE", "SET", "VALUES", "JSON_TABLE");
    private static final BitSet BEFORE_CLAUSE = words("KEY", "FOR", "ON");
    private static final BitSet ENDS_TABLES =
            words("WHERE", "SET", "ON", "USING", "GROUP", "ORDER", "HAVING", "LIMIT", "UNION", "VALUES", "VALUE");
    private static final int FROM = Token.word("FROM");
    private static final int UPDATE = Token.word("UPDATE");
    private static final int DELETE = Token.word("DELETE");
    private static final int INSERT = Token.word("INSERT");
    private static final int USE = Token.word("USE");
    private static final int REPLACE = Token.word("REPLACE");

    private final StringBuilder out = new StringBuilder();
    private byte[] sql = {};
    private Charset charset = StandardCharsets.UTF_8;
    private int first;
    private int last;
    private boolean wantsObject;
    private boolean wantsNext;
    private boolean wantsTable;
    private boolean qualifies;
    private int depth;
    private long selects;
    private long tableLists;

    void reset(byte[] newSql, Charset newCharset) {
        out.setLength(0);
        sql = newSql;
        charset = newCharset;
        first = Token.END;
        last = Token.END;
        wantsObject = false;
        wantsNext = false;
        wantsTable = false;
        qualifies = false;
        depth = 0;
        selects = 0;
        tableLists = 0;
    }

    void follow(int token, int from, int to) {
        if (out.length() < MAX_CHARS) {
            step(token, from, to);
        }
        last = token;
    }

    /** At most 255 characters, cut behind a whole word if there is one. */
    String text() {
        if (out.length() <= MAX_CHARS) {
            return out.toString();
        }
        int cut = out.lastIndexOf(" ", MAX_CHARS);
        return out.substring(0, cut > 0 ? cut : MAX_CHARS);
    }

    private void step(int token, int from, int to) {
        if (token == '(' || token == ')') {
            parenthesis(token == '(');
        } else if (first == Token.END) {
            start(token, from, to);
        } else if (qualifies && token == '.') {
            out.append('.');
            wantsTable = true;
        } else if (wantsTable && !SKIPPED.get(token)) {
            table(token, from, to);
        } else if (wantsObject && OBJECTS.get(token)) {
            word(from, to);
            wantsObject = false;
            wantsTable = !NAMELESS.get(token);
        } else if (wantsNext) {
            wantsNext = false;
            if (token >= Token.FIRST_WORD) {
                word(from, to);
            }
        } else {
            clause(token, from, to);
        }
    }

    private void start(int token, int from, int to) {
        if (token == Token.NAME || token < Token.FIRST_WORD) {
            return;
        }
        first = token;
        boolean with = token == Token.WITH;
        if (!with) {
            word(from, to);
        }
        wantsObject = WITH_OBJECT.get(token);
        wantsNext = WITH_NEXT.get(token);
        wantsTable = BEFORE_TABLE.get(token) || token == INSERT || token == REPLACE || token == USE;
        tableLists = token == UPDATE ? bit() : 0;
        select(token);
    }

    private void clause(int token, int from, int to) {
        qualifies = false;
        if (BEFORE_CLAUSE.get(last) && token != Token.SELECT) {
            return;
        }
        boolean operation = token == Token.SELECT
                || (first == Token.WITH && depth == 0 && (token == UPDATE || token == DELETE || token == INSERT));
        if (operation) {
            word(from, to);
            select(token);
            wantsTable = token == UPDATE;
        } else if (token == FROM) {
            wantsTable = isSet(selects) || first == DELETE;
            tableLists = wantsTable ? tableLists | bit() : tableLists;
        } else if (BEFORE_TABLE.get(token)) {
            wantsTable = true;
        } else if (token == ',') {
            wantsTable = isSet(tableLists);
        } else if (ENDS_TABLES.get(token)) {
            tableLists &= ~bit();
        }
    }

    private void table(int token, int from, int to) {
        wantsTable = false;
        boolean name = token == Token.NAME || (token >= Token.FIRST_WORD && !NO_TABLE.get(token));
        if (name) {
            boolean qualified = qualifies && last == '.';
            if (!qualified) {
                out.append(' ');
            }
            append(from, to);
            qualifies = true;
        } else {
            clause(token, from, to);
        }
    }

    private void parenthesis(boolean opens) {
        qualifies = false;
        if (opens) {
            depth++;
            boolean derived = wantsTable;
            if (depth <= MAX_DEPTH) {
                selects &= ~bit();
                tableLists = derived ? tableLists | bit() : tableLists & ~bit();
            }
        } else {
            depth = Math.max(0, depth - 1);
        }
        wantsTable &= opens;
    }

    private void select(int token) {
        if (token == Token.SELECT && depth <= MAX_DEPTH) {
            selects |= bit();
        }
    }

    private boolean isSet(long flags) {
        return depth <= MAX_DEPTH && (flags & bit()) != 0;
    }

    private long bit() {
        return 1L << depth;
    }

    private void word(int from, int to) {
        if (out.length() > 0) {
            out.append(' ');
        }
        for (int i = from; i < to; i++) {
            byte b = sql[i];
            out.append((char) (b >= 'a' && b <= 'z' ? b - ('a' - 'A') : b));
        }
    }

    private void append(int from, int to) {
        out.append(new String(sql, from, Math.min(to - from, MAX_CHARS), charset));
    }

    private static BitSet words(String... texts) {
        BitSet words = new BitSet(Token.count());
        List.of(texts).forEach(text -> words.set(Token.word(text)));
        return words;
    }
}
