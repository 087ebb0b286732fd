package io.github.mysqlmonitor.sql;

import java.nio.charset.Charset;
import java.util.Locale;

/**
 * How long a character is in the charsets where a quote, back-quote or backslash can be the second byte of one. In all
 * others, UTF-8 among them, bytes below 0x80 are always ASCII and each byte can be looked at on its own.
 */
public enum MultiByte {
    NONE,
    SJIS,
    GBK,
    BIG5,
    GB18030;

    static MultiByte of(Charset charset) {
        return switch (charset.name().toLowerCase(Locale.ROOT)) {
            case "shift_jis", "windows-31j", "x-sjis_0213", "x-ms932_0213" -> SJIS;
            case "gbk", "x-mswin-936" -> GBK;
            case "big5", "big5-hkscs", "x-windows-950" -> BIG5;
            case "gb18030" -> GB18030;
            default -> NONE;
        };
    }

    /** Bytes of the character at {@code at}; 1 when it is no valid multi-byte one. */
    int length(byte[] sql, int at, int limit) {
        if (this == NONE || sql[at] >= 0 || at + 1 >= limit) {
            return 1;
        }
        int lead = sql[at] & 0xFF;
        int trail = sql[at + 1] & 0xFF;
        boolean wide = (trail >= 0x40 && trail <= 0x7E) || (trail >= 0x80 && trail <= 0xFE);
        return switch (this) {
            case SJIS ->
                ((lead >= 0x81 && lead <= 0x9F) || (lead >= 0xE0 && lead <= 0xFC)) && wide && trail <= 0xFC ? 2 : 1;
            case GBK -> lead >= 0x81 && lead <= 0xFE && wide ? 2 : 1;
            case BIG5 -> lead >= 0xA1 && lead <= 0xF9 && wide && (trail <= 0x7E || trail >= 0xA1) ? 2 : 1;
            case GB18030 -> gb18030(lead, trail, wide, at + 3 < limit);
            default -> 1;
        };
    }

    private static int gb18030(int lead, int trail, boolean wide, boolean hasFour) {
        if (lead < 0x81 || lead > 0xFE) {
            return 1;
        }
        return trail >= '0' && trail <= '9' && hasFour ? 4 : wide ? 2 : 1;
    }
}
