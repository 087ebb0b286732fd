package io.github.mysqlmonitor.observe;

import io.github.mysqlmonitor.packet.ColumnDefinition;
import io.github.mysqlmonitor.packet.Value;
import io.github.mysqlmonitor.packet.ValueType;

/** Names of column types as one writes them in SQL. */
final class ColumnTypes {
    private static final int BINARY_CHARSET = 63;
    private static final int FLAG_UNSIGNED = 0x20;

    private ColumnTypes() {}

    static String name(ColumnDefinition column) {
        boolean unsigned = (column.flags() & FLAG_UNSIGNED) != 0;
        return name(column.type(), unsigned, column.charset() == BINARY_CHARSET);
    }

    /** Of a parameter or query attribute, which has no character set of its own. */
    static String name(ValueType type) {
        return name(type.number(), type.unsigned(), type.kind() == Value.Kind.BINARY);
    }

    private static String name(int type, boolean isUnsigned, boolean binary) {
        return switch (type) {
            case 0, 246 -> isUnsigned ? "DECIMAL UNSIGNED" : "DECIMAL";
            case 1 -> isUnsigned ? "TINYINT UNSIGNED" : "TINYINT";
            case 2 -> isUnsigned ? "SMALLINT UNSIGNED" : "SMALLINT";
            case 3 -> isUnsigned ? "INT UNSIGNED" : "INT";
            case 4 -> isUnsigned ? "FLOAT UNSIGNED" : "FLOAT";
            case 5 -> isUnsigned ? "DOUBLE UNSIGNED" : "DOUBLE";
            case 6 -> "NULL";
            case 7 -> "TIMESTAMP";
            case 8 -> isUnsigned ? "BIGINT UNSIGNED" : "BIGINT";
            case 9 -> isUnsigned ? "MEDIUMINT UNSIGNED" : "MEDIUMINT";
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
            default -> "type " + type;
        };
    }
}
