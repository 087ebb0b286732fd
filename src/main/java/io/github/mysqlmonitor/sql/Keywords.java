package io.github.mysqlmonitor.sql;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/**
 * The words that a server's lexer knows, found by their bytes without making a string of them.
 *
 * <p>Comes from a resource, one word per line: {@code WORD} or {@code WORD TEXT} when digests show another spelling;
 * {@code WORD(} counts only before a parenthesis, {@code WORD+} only in optimizer hints, {@code _NAME} is a charset.
 * {@code scripts/record-keywords} writes these files from running servers.
 */
final class Keywords {
    static final List<String> FILES = List.of("mysql-8.0", "mysql-9.7", "mariadb-11.4");
    static final int NOT_FOUND = -1;

    /** Where a word counts. */
    private enum Place {
        ANYWHERE,
        BEFORE_PARENTHESIS,
        IN_HINT
    }

    private static final int SLOTS = 4096;

    private final byte[][] names = new byte[SLOTS][];
    private final int[] tokens = new int[SLOTS];
    private final Place[] places = new Place[SLOTS];

    private Keywords() {}

    static Keywords load(String file) {
        Keywords keywords = new Keywords();
        read(file, keywords::add);
        return keywords;
    }

    /** The token of a word outside of hints, or {@link #NOT_FOUND}. */
    int find(byte[] sql, int from, int to, boolean beforeParenthesis) {
        for (int slot = slot(sql, from, to); names[slot] != null; slot = (slot + 1) % SLOTS) {
            boolean counts =
                    places[slot] == Place.ANYWHERE || (places[slot] == Place.BEFORE_PARENTHESIS && beforeParenthesis);
            if (counts && is(names[slot], sql, from, to)) {
                return tokens[slot];
            }
        }
        return NOT_FOUND;
    }

    /** The token of a word in a hint, or {@link #NOT_FOUND}. */
    int findInHint(byte[] sql, int from, int to) {
        for (int slot = slot(sql, from, to); names[slot] != null; slot = (slot + 1) % SLOTS) {
            if (places[slot] == Place.IN_HINT && is(names[slot], sql, from, to)) {
                return tokens[slot];
            }
        }
        return NOT_FOUND;
    }

    /** Hands over the entries of a resource in its order. */
    static void read(String file, Consumer<Entry> to) {
        String resource = "keywords-" + file + ".txt";
        try (InputStream in = Keywords.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("missing resource " + resource);
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII));
            lines.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(Entry::parse)
                    .forEach(to);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read resource " + resource, e);
        }
    }

    private void add(Entry entry) {
        byte[] name = entry.name().getBytes(StandardCharsets.US_ASCII);
        int slot = slot(name, 0, name.length);
        while (names[slot] != null) {
            slot = (slot + 1) % SLOTS;
        }
        names[slot] = name;
        tokens[slot] = name[0] == '_' ? Token.CHARSET : Token.word(entry.text());
        places[slot] = entry.place();
    }

    private static int slot(byte[] sql, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = hash * 31 + upper(sql[i]);
        }
        return (hash ^ (hash >>> 12)) & (SLOTS - 1);
    }

    private static boolean is(byte[] name, byte[] sql, int from, int to) {
        if (name.length != to - from) {
            return false;
        }
        for (int i = 0; i < name.length; i++) {
            if (name[i] != upper(sql[from + i])) {
                return false;
            }
        }
        return true;
    }

    private static int upper(byte b) {
        return b >= 'a' && b <= 'z' ? b - ('a' - 'A') : b;
    }

    /** A line of a resource. */
    record Entry(String name, String text, Place place) {
        static Entry parse(String line) {
            String[] columns = line.split(" ", -1);
            String word = columns[0];
            Place place =
                    word.endsWith("(") ? Place.BEFORE_PARENTHESIS : word.endsWith("+") ? Place.IN_HINT : Place.ANYWHERE;
            String name = place == Place.ANYWHERE ? word : word.substring(0, word.length() - 1);
            return new Entry(name, columns.length > 1 ? columns[1] : name, place);
        }
    }
}
