package io.github.mysqlmonitor.sink.json;

import java.util.List;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/** The keys and values of one object, on one line. Texts that are empty are left out. */
final class Fields implements AutoCloseable {
    private final JsonGenerator json;
    private final Timestamps timestamps;

    Fields(JsonGenerator json, Timestamps timestamps) {
        this.json = json;
        this.timestamps = timestamps;
        json.writeStartObject();
    }

    Fields text(String key, String text) {
        if (!text.isEmpty()) {
            json.writeName(key);
            json.writeString(TextEscapes.wellFormed(text));
        }
        return this;
    }

    /** A text that may be null, and is there even if it is empty. */
    Fields value(String key, String text) {
        json.writeName(TextEscapes.wellFormed(key));
        if (text == null) {
            json.writeNull();
        } else {
            json.writeString(TextEscapes.wellFormed(text));
        }
        return this;
    }

    Fields word(String key, Enum<?> word) {
        return text(key, word.name().toLowerCase(Locale.ROOT));
    }

    Fields number(String key, long number) {
        json.writeName(key);
        json.writeNumber(number);
        return this;
    }

    /** A number that is left out if it is not known, which is said by a negative one. */
    Fields known(String key, long number) {
        return number < 0 ? this : number(key, number);
    }

    Fields unsigned(String key, long number) {
        json.writeName(key);
        if (number >= 0) {
            json.writeNumber(number);
        } else {
            json.writeNumber(Long.toUnsignedString(number));
        }
        return this;
    }

    Fields flag(String key, boolean flag) {
        json.writeName(key);
        json.writeBoolean(flag);
        return this;
    }

    Fields time(String key, long epochMicros) {
        json.writeName(key);
        json.writeString(timestamps.text(epochMicros));
        return this;
    }

    Fields texts(String key, List<String> texts) {
        json.writeName(key);
        json.writeStartArray();
        for (String text : texts) {
            json.writeString(TextEscapes.wellFormed(text));
        }
        json.writeEndArray();
        return this;
    }

    Fields numbers(String key, List<Integer> numbers) {
        json.writeName(key);
        json.writeStartArray();
        numbers.forEach(json::writeNumber);
        json.writeEndArray();
        return this;
    }

    /** Begins an array of objects. */
    Fields array(String key) {
        json.writeName(key);
        json.writeStartArray();
        return this;
    }

    Fields element() {
        json.writeStartObject();
        return this;
    }

    Fields endElement() {
        json.writeEndObject();
        return this;
    }

    Fields endArray() {
        json.writeEndArray();
        return this;
    }

    /** Ends the object and its line. */
    @Override
    public void close() {
        json.writeEndObject();
        json.writeRaw('\n');
        json.close();
    }
}
