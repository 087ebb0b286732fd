package io.github.mysqlmonitor.observe;

import io.github.mysqlmonitor.packet.ColumnDefinition;

/** Names of column types as one writes them in SQL. */
final class ColumnTypes {
    private static final int BINARY_CHARSET = 63;
    private static final int FLAG_UNSIGNED = 0x20;

    private ColumnTypes() {}

    static String name(ColumnDefinition column) {
        boolean binary = column.charset() == BINARY_CHARSET;
        return switch (column.type()) {
            case 0, 246 -> "DECIMAL" + unsigned(column);
            case 1 -> "TINYINT" + unsigned(column);
            case 2 -> "SMALLINT" + unsigned(column);
            case 3 -> "INT" + unsigned(column);
            case 4 -> "FLOAT" + unsigned(column);
            case 5 -> "DOUBLE" + unsigned(column);
            case 6 -> "NULL";
            case 7 -> "TIMESTAMP";
            case 8 -> "BIGINT" + unsigned(column);
            case 9 -> "MEDIUMINT" + unsigned(column);
            case 10, 14 -> "DATE";
            case 11 -> "TIME";
            case 12 -> "DATETIME";
            case 13 -> "YEAR";
            case 16 -> "BIT";
            case 242 -> "VECTOR";
            case 245 -> "JSON";
            case 247 -> "ENUM";
            case 248 -> "SET";
            case 249 -> binary ? "TINYBLOB" : "TINYTEXT";
            case 250 -> binary ? "MEDIUMBLOB" : "MEDIUMTEXT";
            case 251 -> binary ? "LONGBLOB" : "LONGTEXT";
            case 252 -> binary ? "BLOB" : "TEXT";
            case 15, 253 -> binary ? "VARBINARY" : "VARCHAR";
            case 254 -> binary ? "BINARY" : "CHAR";
            case 255 -> "GEOMETRY";
            default -> "type " + column.type();
        };
    }

    private static String unsigned(ColumnDefinition column) {
        return (column.flags() & FLAG_UNSIGNED) != 0 ? " UNSIGNED" : "";
    }
}
