package io.github.mysqlmonitor.observe;

import java.util.Set;

/**
 * Replaces the values in error messages. Messages quote values without escapes, so quotes cannot be paired: all from the
 * first quote to the last is one value, but for the name that some messages end with, as in
 * {@code Duplicate entry 'x' for key 't.PRIMARY'}.
 */
final class ErrorValues {
    private static final int ER_SIGNAL_EXCEPTION = 1644;
    private static final int ER_SYNTAX = 1064;
    private static final int ER_WRONG_VALUE_FOR_VAR = 1231;

    /** What they quote are names of accounts, schemas, tables, columns, keys, variables and functions. */
    private static final Set<Integer> NAMES_ONLY = Set.of(
            1005, 1006, 1007, 1008, 1025, 1044, 1045, 1046, 1048, 1049, 1050, 1051, 1052, 1053, 1054, 1055, 1060, 1061,
            1066, 1068, 1069, 1070, 1072, 1075, 1091, 1093, 1094, 1099, 1100, 1101, 1102, 1103, 1109, 1110, 1117, 1130,
            1133, 1136, 1138, 1140, 1141, 1142, 1143, 1146, 1147, 1166, 1171, 1176, 1193, 1194, 1195, 1205, 1213, 1217,
            1222, 1227, 1228, 1229, 1235, 1238, 1241, 1242, 1247, 1248, 1250, 1264, 1265, 1286, 1290, 1304, 1305, 1318,
            1319, 1327, 1336, 1347, 1348, 1356, 1359, 1360, 1364, 1370, 1386, 1394, 1396, 1406, 1419, 1442, 1449, 1451,
            1452, 1471, 1553, 1698, 1792, 1820, 1822, 1824, 1826, 1827, 3024, 3819, 4025);

    private static final String[] ENDINGS = {"' for key '", "' for column ", "' for function ", "' at line "};

    private ErrorValues() {}

    static boolean quotesNamesOnly(int code) {
        return NAMES_ONLY.contains(code);
    }

    /** Place of the first single or double quote, or -1. */
    static int firstQuote(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            if (isQuote(text.charAt(i))) {
                return i;
            }
        }
        return -1;
    }

    static String mask(int code, String message, ValueText values) {
        if (code == ER_SIGNAL_EXCEPTION) {
            // The application's own text.
            return values.mark(message);
        }
        if (quotesNamesOnly(code)) {
            return message;
        }
        int from = firstQuote(message, 0);
        if (from < 0) {
            return numbers(message, values);
        }
        if (code == ER_WRONG_VALUE_FOR_VAR) {
            int value = message.indexOf("' can't be set to the value of '");
            from = value < 0 ? from : message.indexOf('\'', value + 31);
        }
        int ending = ending(message, from);
        int end = ending < 0 ? message.length() : ending;
        if (ending < 0) {
            while (end > from + 1 && !isQuote(message.charAt(end - 1))) {
                end--;
            }
            // Without a closing quote the message was cut within the value.
            end = end == from + 1 ? message.length() : end - 1;
        }
        String value = code == ER_SYNTAX ? "?" : values.mark(message.substring(from + 1, end));
        return numbers(message.substring(0, from), values)
                + message.charAt(from)
                + value
                + (ending < 0 ? numbers(message.substring(end), values) : message.substring(end));
    }

    /** Where the value ends that a name or a line follows, or -1. */
    private static int ending(String message, int from) {
        int last = -1;
        for (String each : ENDINGS) {
            int at = message.lastIndexOf(each);
            last = at > from ? Math.max(last, at) : last;
        }
        return last;
    }

    private static String numbers(String text, ValueText values) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            boolean starts = isDigit(text.charAt(at)) && (at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1)));
            if (!starts) {
                out.append(text.charAt(at++));
                continue;
            }
            int from = at;
            while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '.')) {
                at++;
            }
            boolean place = text.startsWith("row ", from - 4) || text.startsWith("line ", from - 5);
            out.append(place ? text.substring(from, at) : values.mark(text.substring(from, at)));
        }
        return out.toString();
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isQuote(char c) {
        return c == '\'' || c == '"';
    }
}
