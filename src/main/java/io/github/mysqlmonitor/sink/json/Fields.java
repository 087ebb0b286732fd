package io.github.mysqlmonitor.sink.json;

import java.util.List;

/**
 * The keys and values of one object, on one line, written straight into the buffer of lines; used again for each object.
 * Texts that are empty are left out. For one thread.
 */
final class Fields implements AutoCloseable {
    private final LineBuffer out;
    private final Timestamps timestamps = new Timestamps();
    /** Whether what comes next is the first of its object or array. */
    private boolean first;

    Fields(LineBuffer out) {
        this.out = out;
    }

    /** Starts the object of a line. */
    Fields begin() {
        return open('{');
    }

    Fields text(String key, String text) {
        if (!text.isEmpty()) {
            key(key);
            quoted(text);
        }
        return this;
    }

    /** A key of any characters with a text that may be null, and is there even if it is empty. */
    Fields value(String prefix, String key, String text) {
        separate();
        out.append('"');
        out.ascii(prefix);
        TextEscapes.append(out, key);
        return value(text);
    }

    /** As {@link #value(String, String, String)}, with a number behind the prefix. */
    Fields value(String prefix, int key, String text) {
        separate();
        out.append('"');
        out.ascii(prefix);
        out.number(key);
        return value(text);
    }

    private Fields value(String text) {
        out.ascii("\":");
        if (text == null) {
            out.ascii("null");
        } else {
            quoted(text);
        }
        return this;
    }

    /** A constant's name in lower case. */
    Fields word(String key, Enum<?> word) {
        key(key);
        out.append('"');
        String name = word.name();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            out.append(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
        }
        out.append('"');
        return this;
    }

    Fields number(String key, long number) {
        key(key);
        out.number(number);
        return this;
    }

    /** A number that is left out if it is not known, which is said by a negative one. */
    Fields known(String key, long number) {
        return number < 0 ? this : number(key, number);
    }

    Fields unsigned(String key, long number) {
        if (number >= 0) {
            return number(key, number);
        }
        key(key);
        out.ascii(Long.toUnsignedString(number));
        return this;
    }

    Fields flag(String key, boolean flag) {
        key(key);
        out.ascii(flag ? "true" : "false");
        return this;
    }

    Fields time(String key, long epochMicros) {
        key(key);
        out.append('"');
        timestamps.append(out, epochMicros);
        out.append('"');
        return this;
    }

    Fields texts(String key, List<String> texts) {
        array(key);
        texts.forEach(this::item);
        return endArray();
    }

    /** Begins an array. */
    Fields array(String key) {
        key(key);
        return open('[');
    }

    /** A text of an array, there even if it is empty. */
    Fields item(String text) {
        separate();
        quoted(text);
        return this;
    }

    Fields item(long number) {
        separate();
        out.number(number);
        return this;
    }

    /** Begins an object of an array. */
    Fields element() {
        separate();
        return open('{');
    }

    Fields endElement() {
        return end('}');
    }

    Fields endArray() {
        return end(']');
    }

    /** What {@link LineBuffer#since} gave of fields that were not the first of their object. */
    Fields again(byte[] fields) {
        out.append(fields);
        return this;
    }

    /** Ends the object and its line. */
    @Override
    public void close() {
        end('}');
        out.append('\n');
    }

    private Fields open(char bracket) {
        out.append(bracket);
        first = true;
        return this;
    }

    private Fields end(char bracket) {
        out.append(bracket);
        first = false;
        return this;
    }

    /** Keys are constants that need no escapes. */
    private void key(String key) {
        separate();
        out.append('"');
        out.ascii(key);
        out.ascii("\":");
    }

    private void separate() {
        if (!first) {
            out.append(',');
        }
        first = false;
    }

    private void quoted(String text) {
        out.append('"');
        TextEscapes.append(out, text);
        out.append('"');
    }
}
