package io.github.mysqlmonitor.sql;

/**
 * The parts of sql_mode that change how text is cut into tokens and what they mean.
 *
 * @param ansiQuotes {@code "x"} is a name
 * @param noBackslashEscapes a backslash in a literal is a character like others; the status flags of each reply tell it
 * @param ignoreSpace blanks may stand between a function's name and its parenthesis
 * @param pipesAsConcat {@code ||} joins strings
 * @param highNotPrecedence NOT binds, and shows, as {@code !}
 */
public record SqlMode(
        boolean ansiQuotes,
        boolean noBackslashEscapes,
        boolean ignoreSpace,
        boolean pipesAsConcat,
        boolean highNotPrecedence) {
    /** What servers start with. */
    public static final SqlMode DEFAULT = new SqlMode(false, false, false, false, false);

    /** Reads the value of {@code @@sql_mode}: names in upper case, separated by commas. */
    public static SqlMode parse(String sqlMode) {
        String list = "," + sqlMode + ",";
        boolean ansi = list.contains(",ANSI,");
        return new SqlMode(
                ansi || list.contains(",ANSI_QUOTES,"),
                list.contains(",NO_BACKSLASH_ESCAPES,"),
                ansi || list.contains(",IGNORE_SPACE,"),
                ansi || list.contains(",PIPES_AS_CONCAT,"),
                list.contains(",HIGH_NOT_PRECEDENCE,"));
    }

    /** The same with what the status flags of MariaDB's replies say. */
    public SqlMode withAnsiQuotes(boolean set) {
        return set == ansiQuotes
                ? this
                : new SqlMode(set, noBackslashEscapes, ignoreSpace, pipesAsConcat, highNotPrecedence);
    }

    /** The same with what the status flags of a reply say. */
    public SqlMode withNoBackslashEscapes(boolean set) {
        return set == noBackslashEscapes
                ? this
                : new SqlMode(ansiQuotes, set, ignoreSpace, pipesAsConcat, highNotPrecedence);
    }
}
