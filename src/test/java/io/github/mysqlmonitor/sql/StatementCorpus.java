package io.github.mysqlmonitor.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/** Makes statements from a small grammar: much of SQL's surface, meaning nothing. The same seed gives the same ones. */
final class StatementCorpus {

    private final Random random;
    private final Map<String, List<String>> words = words();

    StatementCorpus(long seed) {
        random = new Random(seed);
    }

    String next() {
        return switch (random.nextInt(16)) {
            case 0, 1, 2, 3, 4, 5 -> select(3);
            case 6, 7 -> insert();
            case 8 -> update();
            case 9 -> delete();
            case 10, 11 -> definition();
            case 12 -> with();
            case 13 -> "call " + pick(List.of("p", "d.p")) + "(" + list(random.nextInt(4), () -> expression(1)) + ")";
            case 14 ->
                "set "
                        + list(
                                1 + random.nextInt(2),
                                () -> "@" + pick(List.of("a", "`b`", "c.d")) + pick(List.of(" = ", ":="))
                                        + expression(2));
            default -> routine();
        };
    }

    private String select(int depth) {
        String sql = pick("selects")
                + maybe(4, () -> pick("hints"))
                + space()
                + maybe(5, () -> pick("select options"))
                + list(1 + random.nextInt(4), () -> expression(depth) + maybe(3, () -> pick("aliases")))
                + space()
                + maybe(
                        -6,
                        () -> "from " + tables(depth) + filter(depth)
                                + maybe(
                                        4,
                                        () -> " group by " + list(1 + random.nextInt(3), this::key)
                                                + maybe(4, () -> " with rollup")
                                                + maybe(4, () -> " having " + expression(1)))
                                + maybe(6, () -> " window w as (order by 1, a desc)")
                                + maybe(
                                        3,
                                        () -> " order by "
                                                + list(
                                                        1 + random.nextInt(3),
                                                        () -> key() + maybe(3, () -> pick(List.of(" asc", " DESC"))))));
        sql += maybe(4, () -> " limit " + pick(List.of("1", "5, 10", "10 offset 5")));
        return sql + (depth == 3 ? maybe(6, () -> pick("select ends")) : "");
    }

    private String tables(int depth) {
        String first = depth > 1 && random.nextInt(6) == 0 ? "(" + select(1) + ") as dt" : pick("tables");
        return first
                + maybe(4, () -> " use index (i)")
                + maybe(
                        3,
                        () -> pick("joins") + pick("tables").replaceAll("( AS)? \\w+$", "") + " j on " + expression(1))
                + maybe(5, () -> ", " + pick("tables"));
    }

    private String filter(int depth) {
        return maybe(
                -4, () -> space() + "where" + space() + expression(depth) + maybe(3, () -> " and " + expression(1)));
    }

    private String key() {
        return switch (random.nextInt(5)) {
            case 0, 1 -> String.valueOf(1 + random.nextInt(12));
            case 2 -> pick("columns");
            case 3 -> expression(1);
            default -> pick("sort keys");
        };
    }

    private String expression(int depth) {
        if (depth <= 0) {
            return random.nextInt(3) == 0 ? pick("columns") : pick("literals");
        }
        return switch (random.nextInt(14)) {
            case 0, 1 -> pick("columns");
            case 2, 3 -> pick("literals");
            case 4, 5 -> expression(depth - 1) + space() + operator(depth);
            case 6 -> pick("functions").replace("%s", expression(depth - 1));
            case 7 -> pick("functions").replace("%s", pick("columns"));
            case 8 ->
                pick("columns") + pick(List.of(" in (", " NOT IN (", " in("))
                        + list(1 + random.nextInt(4), () -> pick("literals")) + ")";
            case 9 -> pick("columns") + pick("predicates");
            case 10 -> pick("prefixes") + "(" + expression(depth - 1) + ")";
            case 11 ->
                "case " + maybe(2, () -> expression(0)) + " when " + expression(0) + " then " + expression(0)
                        + maybe(2, () -> " else " + expression(0)) + " end";
            case 12 ->
                depth > 1
                        ? pick("subquery prefixes") + "(" + select(1) + ")"
                        : "(" + list(2, () -> pick("literals")) + ") = (" + list(2, () -> pick("literals")) + ")";
            default -> "(" + list(1 + random.nextInt(2), () -> expression(depth - 1)) + ")";
        };
    }

    private String operator(int depth) {
        String operator = pick("operators");
        return operator.equals("is not") ? "is not null" : operator + space() + expression(depth - 1);
    }

    private String insert() {
        String head = pick("insert heads") + pick(List.of("t", "d.t", "`order`"));
        if (random.nextInt(5) == 0) {
            return head + " set a = " + expression(1) + ", b = null";
        }
        int columns = 1 + random.nextInt(4);
        String body = maybe(2, () -> " (" + list(columns, () -> pick("insert columns")) + ")")
                + (random.nextInt(5) == 0
                        ? " " + select(1)
                        : pick(List.of(" values ", " VALUE"))
                                + list(1 + random.nextInt(4), () -> "(" + list(columns, this::cell) + ")"));
        return head
                + body
                + (head.startsWith("replace") ? "" : maybe(3, () -> " on duplicate key update a = values(a), b = -1"));
    }

    private String cell() {
        return random.nextInt(8) == 0 ? pick("cells") : pick("literals");
    }

    private String update() {
        return "UPDATE" + maybe(5, () -> pick("hints")) + space() + pick("tables") + " set "
                + list(1 + random.nextInt(3), () -> pick(List.of("a", "t.b", "`c`")) + " = " + expression(1))
                + filter(2) + maybe(4, () -> " order by 1, a limit 3");
    }

    private String delete() {
        return "delete " + pick("delete heads") + filter(2) + maybe(5, () -> " ");
    }

    private String with() {
        return "with " + maybe(2, () -> "recursive ") + "c" + maybe(2, () -> " (n, m)") + " as (" + select(1) + ") "
                + select(2);
    }

    private String definition() {
        return switch (random.nextInt(9)) {
            case 0, 1, 2 ->
                "create " + maybe(3, () -> "temporary ") + "table " + maybe(2, () -> "if not exists ") + "d.t ("
                        + list(1 + random.nextInt(5), this::column)
                        + maybe(
                                2,
                                () ->
                                        ", primary key (a), key k (b(10) desc), constraint x foreign key (a) references u (b) on delete set null on update cascade")
                        + ")" + maybe(2, () -> " engine=InnoDB default charset=utf8mb4 comment='x'")
                        + maybe(
                                5,
                                () ->
                                        " partition by range (a) (partition p0 values less than (10), partition p1 values less than maxvalue)");
            case 3, 4 ->
                "alter table t "
                        + list(
                                1 + random.nextInt(3),
                                () -> pick(List.of("add column ", "modify ", "add "))
                                        + column()
                                        + maybe(3, () -> pick(List.of(" first", " after b"))));
            case 5 -> pick("view heads") + select(2);
            case 6 -> pick("small definitions");
            case 7 -> pick("shows");
            default -> pick("other statements");
        };
    }

    private String column() {
        return pick("routine heads")
                + pick("types")
                + maybe(-4, () -> " " + pick("attributes") + maybe(3, () -> " " + pick("attributes")));
    }

    private String routine() {
        String body = list(1 + random.nextInt(3), this::line)
                        .replace(", \u0000", "; ")
                        .replace("\u0000", "") + ";";
        return pick(List.of(
                        "create procedure p(in a int, out b varchar(10)) ",
                        "create trigger tr before insert on t for each row ",
                        "create event e on schedule every 1 day starts now() do "))
                + "begin " + body + " end";
    }

    private String line() {
        return "\u0000"
                + switch (random.nextInt(6)) {
                    case 0 -> "if a is null then set @b = null; elseif a > -1 then do 1; else set @b = -1; end if";
                    case 1 -> "while @i < 5 do set @i = @i + 1; end while";
                    case 2 -> "lbl: loop leave lbl; end loop";
                    case 3 -> "case @a when 1 then do 1; else do -1; end case";
                    case 4 -> "update t set a = " + expression(1);
                    default -> "insert into u values (1, null), (2, -1)";
                };
    }

    private String space() {
        return pick("comments");
    }

    /** With {@code oneIn} above 0 the part comes one time in so many, below 0 it is left out one time in so many. */
    private String maybe(int oneIn, Supplier<String> part) {
        boolean hit = random.nextInt(Math.abs(oneIn)) == 0;
        return hit == oneIn > 0 ? part.get() : "";
    }

    private static String list(int count, Supplier<String> part) {
        StringBuilder list = new StringBuilder();
        for (int i = 0; i < count; i++) {
            list.append(i == 0 ? "" : ", ").append(part.get());
        }
        return list.toString();
    }

    private String pick(String list) {
        return pick(words.get(list));
    }

    private String pick(List<String> of) {
        return of.get(random.nextInt(of.size()));
    }

    /** Reads digest-corpus.txt: lists by name, items ending in a bar. */
    private static Map<String, List<String>> words() {
        Map<String, List<String>> words = new HashMap<>();
        String name = "";
        for (String line : lines()) {
            if (line.startsWith("[")) {
                name = line.substring(1, line.length() - 1);
            } else if (line.endsWith("|")) {
                String item = line.substring(0, line.length() - 1);
                words.computeIfAbsent(name, n -> new ArrayList<>()).add(item.translateEscapes());
            }
        }
        return words;
    }

    private static List<String> lines() {
        try (InputStream in = StatementCorpus.class.getResourceAsStream("digest-corpus.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
