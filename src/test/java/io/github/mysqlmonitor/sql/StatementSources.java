package io.github.mysqlmonitor.sql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Statements that others wrote: those of this project's tests and those that a server has inside. */
final class StatementSources {
    private static final Pattern JAVA_SQL = Pattern.compile(
            "\"((?:SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|DROP|SET|SHOW|CALL|WITH|GRANT|DO|REPLACE|LOAD|CHANGE|START)"
                    + " (?:[^\"\\\\]|\\\\.)*)\"");
    /** The compiler's own escapes, which {@link String#translateEscapes} does not know. */
    private static final Pattern UNICODE = Pattern.compile("(?<!\\\\)\\\\u([0-9a-fA-F]{4})");

    private static final List<String> KEYWORD_FORMS = List.of(
            "select %s from t",
            "select `%s`, t.%s as x, %s.a from t",
            "select 1 as %s, a %s",
            "select %s(), %s(1), %s (a) from t",
            "create table %s (%s int, a %s null)",
            "create table t (a int) %s = 1",
            "select -1 %s -1, %s -1",
            "select a from t where a %s null",
            "select @@%s, @%s",
            "select * from t %s u",
            "show %s",
            "set %s = 1",
            "alter table t %s a",
            "%s t",
            "%s");

    private StatementSources() {}

    /** Every string literal in the project's test sources that looks like SQL. */
    static Set<String> ofTests() throws IOException {
        Set<String> found = new LinkedHashSet<>();
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                Matcher sql = JAVA_SQL.matcher(Files.readString(file));
                while (sql.find()) {
                    found.add(UNICODE.matcher(sql.group(1))
                            .replaceAll(unicode -> Matcher.quoteReplacement(
                                    Character.toString(Integer.parseInt(unicode.group(1), 16))))
                            .translateEscapes());
                }
            }
        }
        return found;
    }

    /** Definitions of views, routines and tables, each line of a routine, and each keyword in many places. */
    static Set<String> ofServer(Connection connection) throws SQLException {
        Set<String> found = new LinkedHashSet<>();
        for (String keyword : column(connection, "SELECT word FROM information_schema.keywords")) {
            KEYWORD_FORMS.forEach(form -> found.add(form.replace("%s", keyword)));
        }
        show(connection, "VIEW", "SELECT table_schema, table_name FROM information_schema.views", found);
        show(connection, "TABLE", "SELECT table_schema, table_name FROM information_schema.tables", found);
        for (String kind : List.of("PROCEDURE", "FUNCTION")) {
            String names = "SELECT routine_schema, routine_name FROM information_schema.routines WHERE routine_type = '"
                    + kind + "'";
            show(connection, kind, names, found);
        }
        return found;
    }

    private static void show(Connection connection, String kind, String query, Collection<String> into)
            throws SQLException {
        List<String> names = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                names.add("`" + rows.getString(1) + "`.`" + rows.getString(2) + "`");
            }
        }
        String column = "Create " + kind.charAt(0) + kind.substring(1).toLowerCase(Locale.ROOT);
        for (String name : names) {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SHOW CREATE " + kind + " " + name)) {
                if (row.next() && row.getString(column) != null) {
                    into.add(row.getString(column));
                    into.addAll(List.of(row.getString(column).split(";\\s*", -1)));
                }
            } catch (SQLException e) {
                // Some of the server's own tables are views to SHOW CREATE, some may not be shown at all.
                into.add("SHOW CREATE " + kind + " " + name);
            }
        }
    }

    private static List<String> column(Connection connection, String query) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }
}
