package io.github.mysqlmonitor.sql;

import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Makes statements from a small grammar: much of SQL's surface, meaning nothing. The same seed gives the same ones. */
final class StatementCorpus {
    private static final List<String> COLUMNS = List.of(
            "a", "b", "t.c", "d.t.e", "`f g`", "`select`", "u.`x``y`", "user_id", "created_at", "t.date", "é", "_x");
    private static final List<String> TABLES =
            List.of("t", "orders o", "d.t AS u", "`order items` oi", "wp_posts", "t1");
    private static final List<String> LITERALS = List.of(
            "1",
            "0",
            "42",
            "-1",
            "+7",
            "- 3",
            "1.5",
            ".5",
            "1e3",
            "1.5E-2",
            "-2.5e+3",
            "0x1F",
            "x'1f'",
            "X'AB'",
            "b'01'",
            "0b1",
            "'a'",
            "'it''s'",
            "'\\'q\\''",
            "\"d\"",
            "'a' 'b'",
            "N'n'",
            "n'm'",
            "_utf8mb4'c'",
            "_latin1 x'41'",
            "_binary 'x'",
            "NULL",
            "TRUE",
            "false",
            "DATE '2020-01-01'",
            "TIMESTAMP'2020-01-01 00:00:00'",
            "@v",
            "@`w`",
            "@'z'",
            "@@version",
            "@@global.port",
            "@@session.sql_mode",
            "18446744073709551616",
            "DEFAULT(a)");
    private static final List<String> FUNCTIONS = List.of(
            "COUNT(*)",
            "count(distinct %s)",
            "SUM(%s)",
            "max(%s)",
            "min(%s)",
            "avg(%s)",
            "std(%s)",
            "stddev(%s)",
            "variance(%s)",
            "group_concat(%s ORDER BY 1 SEPARATOR ',')",
            "now()",
            "NOW(6)",
            "current_timestamp",
            "CURRENT_DATE",
            "curdate()",
            "localtime()",
            "utc_timestamp(3)",
            "sysdate()",
            "DATE_ADD(%s, INTERVAL 1 DAY)",
            "date_sub(%s, interval -1 hour)",
            "adddate(%s, 1)",
            "extract(year_month from %s)",
            "year(%s)",
            "month(%s)",
            "DAY(%s)",
            "hour(%s)",
            "minute(%s)",
            "second(%s)",
            "week(%s)",
            "quarter(%s)",
            "substr(%s, 1, 2)",
            "SUBSTRING(%s FROM 1 FOR 2)",
            "mid(%s,1,2)",
            "trim(both 'x' from %s)",
            "TRIM(%s)",
            "position('a' in %s)",
            "concat(%s, 'x', %s)",
            "coalesce(%s, NULL, 0)",
            "ifnull(%s, null)",
            "if(%s, 1, -1)",
            "nullif(%s, '')",
            "cast(%s as char(10))",
            "CAST(%s AS SIGNED)",
            "convert(%s using utf8mb4)",
            "convert(%s, decimal(10,2))",
            "json_extract(%s, '$.a')",
            "json_object('k', %s)",
            "md5(%s)",
            "left(%s, 3)",
            "replace(%s, 'a', 'b')",
            "insert(%s, 1, 2, 'x')",
            "database()",
            "schema()",
            "user()",
            "current_user()",
            "session_user()",
            "interval(%s, 1, 2)",
            "char(65, 66 using latin1)",
            "mod(%s, 2)",
            "row_count()",
            "date(%s)",
            "time(%s)",
            "timestamp(%s)",
            "timestampdiff(month, %s, now())",
            "match (a) against (%s in boolean mode)",
            "f(%s)",
            "d.f(%s, 1)",
            "abs(-%s)",
            "rand()",
            "uuid()",
            "repeat('x', 3)",
            "format(%s, 2)",
            "ascii(%s)",
            "isnull(%s)",
            "row_number() over (partition by %s order by 1 desc)",
            "rank() over w",
            "lag(%s, 1, null) over (order by b)",
            "sum(%s) over (rows between 1 preceding and current row)",
            "values(a)",
            "weight_string(%s)");
    private static final List<String> OPERATORS = List.of(
            "=",
            "<>",
            "!=",
            "<",
            ">",
            "<=",
            ">=",
            "<=>",
            "+",
            "-",
            "*",
            "/",
            "%",
            "div",
            "MOD",
            "|",
            "&",
            "^",
            "<<",
            ">>",
            "and",
            "AND",
            "&&",
            "or",
            "||",
            "xor",
            "like",
            "NOT LIKE",
            "regexp",
            "rlike",
            "not regexp",
            "is not");
    private static final List<String> COMMENTS = List.of(
            " ",
            " ",
            " ",
            " ",
            "  ",
            "\n",
            "\t",
            " /* c */ ",
            " /**/ ",
            " -- x\n",
            " # y\n",
            "/*! */ ",
            " /*!50000 */ ",
            " /*!99999 no */ ");
    private static final List<String> HINTS = List.of(
            "/*+ MAX_EXECUTION_TIME(1000) */",
            "/*+ NO_BNL(t@q1, u) */",
            "/*+ BKA(t) bogus(x) */",
            "/*+ */",
            "/*+ SET_VAR(sort_buffer_size = 16M) SET_VAR(foreign_key_checks=OFF) */",
            "/*+ INDEX(t i, j) QB_NAME(`q`) */",
            "/*+ JOIN_ORDER(a, @q b) SEMIJOIN(@q FIRSTMATCH) */");
    private static final List<String> TYPES = List.of(
            "INT",
            "integer(11)",
            "bigint unsigned",
            "tinyint(1)",
            "varchar(10)",
            "char",
            "char(3) binary",
            "decimal(10,2)",
            "dec(5)",
            "double",
            "float",
            "real",
            "numeric(3,1) zerofill",
            "text",
            "longtext",
            "mediumint",
            "blob",
            "datetime(6)",
            "timestamp",
            "date",
            "time",
            "year",
            "json",
            "enum('a','b')",
            "set('x','y')",
            "bool",
            "bit(3)",
            "varbinary(5)",
            "geometry",
            "national varchar(3)",
            "int8",
            "double precision");
    private static final List<String> ATTRIBUTES = List.of(
            "null",
            "NOT NULL",
            "default null",
            "DEFAULT 1",
            "default -1",
            "default 'x'",
            "default (1 + 2)",
            "auto_increment",
            "comment 'c'",
            "unique",
            "primary key",
            "collate utf8mb4_bin",
            "default current_timestamp",
            "on update current_timestamp(3)",
            "invisible",
            "check (a is not null)",
            "generated always as (a + 1) stored");

    private final Random random;

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
        String sql = pick(List.of("SELECT", "select"))
                + maybe(4, () -> pick(HINTS))
                + space()
                + maybe(
                        5,
                        () -> pick(List.of("distinct ", "all ", "sql_no_cache ", "straight_join ", "high_priority ")))
                + list(
                        1 + random.nextInt(4),
                        () -> expression(depth) + maybe(3, () -> pick(List.of(" as x", " y", " as 'z'", " AS `w`"))))
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
        return sql
                + (depth == 3
                        ? maybe(
                                6,
                                () -> pick(List.of(
                                        " for update",
                                        " lock in share mode",
                                        " for share skip locked",
                                        " union all select 1, -1",
                                        " union (select null) order by 1")))
                        : "");
    }

    private String tables(int depth) {
        String first = depth > 1 && random.nextInt(6) == 0 ? "(" + select(1) + ") as dt" : pick(TABLES);
        return first
                + maybe(4, () -> " use index (i)")
                + maybe(
                        3,
                        () -> pick(List.of(" left join ", " join ", " INNER JOIN ", " cross join ", " straight_join "))
                                + pick(TABLES).replaceAll("( AS)? \\w+$", "") + " j on " + expression(1))
                + maybe(5, () -> ", " + pick(TABLES));
    }

    private String filter(int depth) {
        return maybe(
                -4, () -> space() + "where" + space() + expression(depth) + maybe(3, () -> " and " + expression(1)));
    }

    private String key() {
        return switch (random.nextInt(5)) {
            case 0, 1 -> String.valueOf(1 + random.nextInt(12));
            case 2 -> pick(COLUMNS);
            case 3 -> expression(1);
            default -> pick(List.of("1 + 1", "-1", "'x'", "NULL", "(2)", "a is null", "1.5"));
        };
    }

    private String expression(int depth) {
        if (depth <= 0) {
            return random.nextInt(3) == 0 ? pick(COLUMNS) : pick(LITERALS);
        }
        return switch (random.nextInt(14)) {
            case 0, 1 -> pick(COLUMNS);
            case 2, 3 -> pick(LITERALS);
            case 4, 5 -> expression(depth - 1) + space() + operator(depth);
            case 6 -> pick(FUNCTIONS).replace("%s", expression(depth - 1));
            case 7 -> pick(FUNCTIONS).replace("%s", pick(COLUMNS));
            case 8 ->
                pick(COLUMNS) + pick(List.of(" in (", " NOT IN (", " in("))
                        + list(1 + random.nextInt(4), () -> pick(LITERALS)) + ")";
            case 9 ->
                pick(COLUMNS)
                        + pick(List.of(
                                " is null",
                                " IS NOT NULL",
                                " between -1 and 5",
                                " is true",
                                " like 'a%' escape '!'",
                                "->'$.a'",
                                "->>'$.b'",
                                " member of ('[1]')"));
            case 10 -> pick(List.of("not ", "!", "- ", "~", "-", "binary ", "+")) + "(" + expression(depth - 1) + ")";
            case 11 ->
                "case " + maybe(2, () -> expression(0)) + " when " + expression(0) + " then " + expression(0)
                        + maybe(2, () -> " else " + expression(0)) + " end";
            case 12 ->
                depth > 1
                        ? pick(List.of("exists ", "", "a in ", "1 = any ", "b > all ")) + "(" + select(1) + ")"
                        : "(" + list(2, () -> pick(LITERALS)) + ") = (" + list(2, () -> pick(LITERALS)) + ")";
            default -> "(" + list(1 + random.nextInt(2), () -> expression(depth - 1)) + ")";
        };
    }

    private String operator(int depth) {
        String operator = pick(OPERATORS);
        return operator.equals("is not") ? "is not null" : operator + space() + expression(depth - 1);
    }

    private String insert() {
        String head =
                pick(List.of("INSERT INTO ", "insert ignore into ", "replace into ", "insert ", "insert delayed into "))
                        + pick(List.of("t", "d.t", "`order`"));
        if (random.nextInt(5) == 0) {
            return head + " set a = " + expression(1) + ", b = null";
        }
        int columns = 1 + random.nextInt(4);
        String body = maybe(2, () -> " (" + list(columns, () -> pick(List.of("a", "`b c`", "date", "é"))) + ")")
                + (random.nextInt(5) == 0
                        ? " " + select(1)
                        : pick(List.of(" values ", " VALUE"))
                                + list(1 + random.nextInt(4), () -> "(" + list(columns, this::cell) + ")"));
        return head
                + body
                + (head.startsWith("replace") ? "" : maybe(3, () -> " on duplicate key update a = values(a), b = -1"));
    }

    private String cell() {
        return random.nextInt(8) == 0 ? pick(List.of("default", "now()", "a + 1", "(1)", "uuid()")) : pick(LITERALS);
    }

    private String update() {
        return "UPDATE" + maybe(5, () -> pick(HINTS)) + space() + pick(TABLES) + " set "
                + list(1 + random.nextInt(3), () -> pick(List.of("a", "t.b", "`c`")) + " = " + expression(1))
                + filter(2) + maybe(4, () -> " order by 1, a limit 3");
    }

    private String delete() {
        return "delete "
                + pick(List.of("from t", "low_priority from d.t", "t from t join u on t.a = u.b", "from t using t, u"))
                + filter(2) + maybe(5, () -> " ");
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
            case 5 ->
                pick(List.of(
                                "create or replace view v as ",
                                "create definer=root@localhost sql security invoker view v (x) as ",
                                "create view d.v as ",
                                "explain ",
                                "explain format=json ",
                                "desc "))
                        + select(2);
            case 6 ->
                pick(List.of(
                        "drop table if exists a, b",
                        "truncate table t",
                        "create unique index i on t (a, b(3))",
                        "drop index i on t",
                        "rename table a to b, c to d",
                        "create user 'u'@'%' identified by 'x', v@localhost",
                        "grant select, insert (a) on d.* to u@'h' with grant option",
                        "revoke all on *.* from 'u'",
                        "create database if not exists x character set utf8mb4",
                        "set names utf8mb4 collate utf8mb4_bin",
                        "set password for u@h = 'x'",
                        "lock tables t read, u as v write",
                        "alter user u account lock password expire interval 5 day"));
            case 7 ->
                pick(List.of(
                        "show full columns from t from d like 'a%'",
                        "show tables where a = 'x'",
                        "show variables like 'x'",
                        "show index from t",
                        "show create table d.t",
                        "show status where variable_name in ('a','b')",
                        "show engine innodb status",
                        "show processlist",
                        "show warnings limit 5",
                        "show databases like 'a'",
                        "show triggers",
                        "show grants for u@h",
                        "show function status",
                        "show global variables",
                        "show session status like 'x'",
                        "show table status from d",
                        "show character set",
                        "show plugins"));
            default ->
                pick(List.of(
                        "start transaction read only",
                        "commit and no chain",
                        "rollback to savepoint s",
                        "set transaction isolation level serializable",
                        "set global max_connections = 100, session sql_mode = ''",
                        "set @@session.autocommit = 0, @a = -1",
                        "begin",
                        "savepoint s",
                        "release savepoint s",
                        "kill connection 5",
                        "flush privileges",
                        "analyze table t",
                        "handler t read i = (1, 2) limit 1",
                        "do sleep(0.5), 1",
                        "prepare s from 'select ?'",
                        "execute s using @a, @b",
                        "deallocate prepare s",
                        "xa start 'a', 'b', 1",
                        "table t order by 1 limit 2",
                        "values row(1, -2), row(3, null) order by 1",
                        "load data infile 'f' ignore into table t fields terminated by ',' enclosed by '\"' lines terminated by '\\n' ignore 1 lines (a, @b) set c = @b + 1",
                        "select 1 into outfile 'f' fields terminated by ','",
                        "change replication source to source_host='h', source_port=3306, privilege_checks_user = null",
                        "use d",
                        "checksum table a, b",
                        "optimize local table t",
                        "unlock tables",
                        "help 'x'",
                        "get diagnostics @n = number",
                        "signal sqlstate '45000' set message_text = 'x'",
                        "purge binary logs to 'x'",
                        "reset persist",
                        "install plugin p soname 'x'"));
        };
    }

    private String column() {
        return pick(List.of("a ", "`b c` ", "type ", "é "))
                + pick(TYPES)
                + maybe(-4, () -> " " + pick(ATTRIBUTES) + maybe(3, () -> " " + pick(ATTRIBUTES)));
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
        return pick(COMMENTS);
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

    private String pick(List<String> of) {
        return of.get(random.nextInt(of.size()));
    }
}
