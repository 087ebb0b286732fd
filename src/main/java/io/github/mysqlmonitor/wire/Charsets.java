package io.github.mysqlmonitor.wire;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What a collation id says about text: the character set's own name and the Java charset that reads it. An id nobody
 * knows, and a set Java lacks, read as UTF-8.
 */
public final class Charsets {
    /** MariaDB numbers the NO PAD twin of a collation 1024 higher. */
    private static final int NO_PAD = 1024;

    private static final Map<String, Integer> BY_NAME = new HashMap<>();
    private static final Entry[] BY_COLLATION = new Entry[NO_PAD];
    private static final Entry UNKNOWN = new Entry("", StandardCharsets.UTF_8);
    private static final Entry[] UCA_1400;

    static {
        add("big5", "Big5", 1, 84);
        add("latin2", "ISO-8859-2", 2, 9, 21, 27, 77);
        add("dec8", "ISO-8859-1", 3, 69);
        add("cp850", "IBM850", 4, 80);
        // The server's latin1 is Microsoft's superset of it.
        add("latin1", "windows-1252", 5, 8, 15, 31, 47, 48, 49, 94);
        add("hp8", "ISO-8859-1", 6, 72);
        add("koi8r", "KOI8-R", 7, 74);
        add("swe7", "US-ASCII", 10, 82);
        add("ascii", "US-ASCII", 11, 65);
        add("ujis", "EUC-JP", 12, 91);
        add("sjis", "Shift_JIS", 13, 88);
        add("cp1251", "windows-1251", 14, 23, 50, 51, 52);
        add("hebrew", "ISO-8859-8", 16, 71);
        add("tis620", "TIS-620", 18, 89);
        add("euckr", "EUC-KR", 19, 85);
        add("latin7", "ISO-8859-13", 20, 41, 42, 79);
        add("koi8u", "KOI8-U", 22, 75);
        add("gb2312", "GB2312", 24, 86);
        add("greek", "ISO-8859-7", 25, 70);
        add("cp1250", "windows-1250", 26, 34, 44, 66, 99);
        add("gbk", "GBK", 28, 87);
        add("cp1257", "windows-1257", 29, 58, 59);
        add("latin5", "ISO-8859-9", 30, 78);
        add("armscii8", "US-ASCII", 32, 64);
        Entry utf8mb3 = add("utf8mb3", "UTF-8", 33, 76, 83);
        Entry ucs2 = add("ucs2", "UTF-16BE", 35, 90);
        add("cp866", "IBM866", 36, 68);
        add("keybcs2", "US-ASCII", 37, 73);
        add("macce", "x-MacCentralEurope", 38, 43);
        add("macroman", "x-MacRoman", 39, 53);
        add("cp852", "IBM852", 40, 81);
        Entry utf8mb4 = add("utf8mb4", "UTF-8", 45, 46);
        Entry utf16 = add("utf16", "UTF-16BE", 54, 55);
        add("utf16le", "UTF-16LE", 56, 62);
        add("cp1256", "windows-1256", 57, 67);
        Entry utf32 = add("utf32", "UTF-32BE", 60, 61);
        // Bytes without a character set; statements sent so are mostly ASCII or UTF-8.
        add("binary", "UTF-8", 63);
        add("geostd8", "US-ASCII", 92, 93);
        add("cp932", "windows-31j", 95, 96);
        add("eucjpms", "EUC-JP", 97, 98);
        add("gb18030", "GB18030", 248, 249, 250);
        range(utf16, 101, 124);
        range(ucs2, 128, 151);
        range(ucs2, 159, 159);
        range(utf32, 160, 183);
        range(utf8mb3, 192, 215);
        range(utf8mb3, 223, 223);
        range(utf8mb4, 224, 247);
        range(utf8mb4, 255, 323);
        // MariaDB's own from here on.
        range(utf8mb3, 576, 607);
        range(utf8mb4, 608, 639);
        range(ucs2, 640, 671);
        range(utf16, 672, 703);
        range(utf32, 736, 767);
        UCA_1400 = new Entry[] {utf8mb3, utf8mb4, ucs2, utf16, utf32};
    }

    private Charsets() {}

    /** Name of the character set, such as {@code utf8mb4}; {@code collation N} for an unknown id. */
    public static String name(int collation) {
        Entry entry = entry(collation);
        return entry.name.isEmpty() ? "collation " + collation : entry.name;
    }

    /** A collation id of the character set with this name, -1 if nobody knows it. */
    public static int collation(String charsetName) {
        String name = charsetName.toLowerCase(Locale.ROOT);
        Integer id = BY_NAME.get(name.equals("utf8") ? "utf8mb3" : name);
        return id == null ? -1 : id;
    }

    public static Charset charset(int collation) {
        return entry(collation).charset;
    }

    private static Entry entry(int collation) {
        if (collation >= 2 * NO_PAD) {
            int family = (collation - 2 * NO_PAD) / 256;
            return family < UCA_1400.length ? UCA_1400[family] : UNKNOWN;
        }
        Entry entry = collation < 0 ? null : BY_COLLATION[collation % NO_PAD];
        return entry == null ? UNKNOWN : entry;
    }

    private static Entry add(String name, String javaName, int... collations) {
        Charset charset = Charset.isSupported(javaName) ? Charset.forName(javaName) : StandardCharsets.UTF_8;
        Entry entry = new Entry(name, charset);
        BY_NAME.put(name, collations[0]);
        for (int collation : collations) {
            BY_COLLATION[collation] = entry;
        }
        return entry;
    }

    private static void range(Entry entry, int first, int last) {
        for (int collation = first; collation <= last; collation++) {
            BY_COLLATION[collation] = entry;
        }
    }

    private record Entry(String name, Charset charset) {}
}
