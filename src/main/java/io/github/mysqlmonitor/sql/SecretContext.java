package io.github.mysqlmonitor.sql;

/** What the words of a statement so far say about those to come, secrets in it or not. */
final class SecretContext {
    private boolean identified;
    private boolean setPassword;
    private boolean afterSet;
    private boolean begun;
    /** {@code INSERT} or {@code REPLACE}: which literal belongs to which column is told by its place only. */
    private boolean inserts;

    private boolean kills;
    private boolean defines;
    /** CHANGE, START and SET take {@code NAME = VALUE}, and no value is a column. */
    private boolean assigns;

    private boolean evaluates;

    private boolean server;
    private boolean serverOptions;
    private boolean afterMysql;

    void reset() {
        identified = false;
        setPassword = false;
        begun = false;
        inserts = false;
        kills = false;
        defines = false;
        assigns = false;
        evaluates = false;
        server = false;
        serverOptions = false;
    }

    void word(SqlLexer lexer) {
        identified |= lexer.wordIs("identified") || lexer.wordIs("challenge_response");
        setPassword |= afterSet && lexer.wordIs("password");
        afterSet = lexer.wordIs("set");
        if (!begun) {
            begun = true;
            inserts = lexer.wordIs("insert") || lexer.wordIs("replace");
            kills = lexer.wordIs("kill");
            defines = lexer.wordIs("create") || lexer.wordIs("alter");
            evaluates = lexer.wordIs("set");
            assigns = evaluates || lexer.wordIs("change") || lexer.wordIs("start");
        } else {
            server |= defines && lexer.wordIs("server");
            serverOptions |= server && lexer.wordIs("options");
        }
    }

    void symbol() {
        afterSet = false;
    }

    /** Whether the next token is a password, quoted or not. */
    boolean introducesSecret(SqlLexer lexer) {
        boolean clause = lexer.wordIs("by") || lexer.wordIs("using") || lexer.wordIs("as");
        return (identified && clause) || ((identified || setPassword) && lexer.wordIs("replace"));
    }

    boolean setsPassword() {
        return setPassword;
    }

    /** Whether the word or name is one of a table of accounts that gets new rows. */
    boolean fillsAccounts(SqlLexer lexer) {
        boolean accounts = afterMysql && (lexer.wordIs("user") || lexer.wordIs("global_priv"));
        afterMysql = lexer.wordIs("mysql");
        return inserts && (accounts || lexer.wordIs("authentication_string"));
    }

    boolean kills() {
        return kills;
    }

    /** Whether what is assigned to a password may be written without quotes, and is no column. */
    boolean assigns() {
        return assigns || setPassword;
    }

    /** Whether what stands for a password can be nothing else: no column, and no call of a function on one. */
    boolean strict() {
        return identified || setPassword || !evaluates;
    }

    /** Whether these are the options of CREATE SERVER, which have no equals sign. */
    boolean serverOptions() {
        return serverOptions;
    }
}
