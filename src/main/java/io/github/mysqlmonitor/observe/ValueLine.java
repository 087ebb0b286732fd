package io.github.mysqlmonitor.observe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mysqlmonitor.packet.Parameter;
import io.github.mysqlmonitor.packet.Value;
import io.github.mysqlmonitor.packet.ValueType;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;

/**
 * Writes values into a line, such as {@code 42, 'Ada', NULL}: each cut at a length, and all of them together. Bytes are
 * shown as text if they are some.
 */
final class ValueLine {
    private static final int MAX_NAME = 64;

    private final StringBuilder out;
    private final int start;
    private final ValueText policy;
    private final Charset client;
    private final int maxValue;
    private final int maxLine;

    /**
     * @param client the client's charset, for values that do not tell theirs
     * @param maxValue characters of each value
     * @param maxLine no further value begins behind so many characters
     */
    ValueLine(StringBuilder out, ValueText policy, Charset client, int maxValue, int maxLine) {
        this.out = out;
        this.start = out.length();
        this.policy = policy;
        this.client = client;
        this.maxValue = maxValue;
        this.maxLine = maxLine;
    }

    /** Separates the next value from the one before; false, after an ellipsis, if the line is full. */
    boolean next() {
        out.append(out.length() > start ? ", " : "");
        if (out.length() - start >= maxLine) {
            out.append('…');
            return false;
        }
        return true;
    }

    /** A value that is a secret for itself. */
    void secret() {
        out.append(ValueText.SECRET);
    }

    /** A value with its name, if it has one. */
    void named(Parameter parameter) {
        if (!parameter.name().isEmpty()) {
            Line.append(out, parameter.name(), MAX_NAME);
            out.append('=');
        }
        value(parameter.value());
    }

    void value(Value value) {
        switch (value.kind()) {
            case NULL, DEFAULT, IGNORE -> out.append(value.kind().name());
            case LONG_DATA -> out.append("(long data)");
            default -> content(value);
        }
    }

    private void content(Value value) {
        if (!policy.shows()) {
            // The same mark as in the event of the command.
            out.append(policy.value(value.text(client)));
            return;
        }
        boolean binary = value.kind() == Value.Kind.BINARY;
        String text = binary ? textOf(value) : value.text(client);
        if (text == null) {
            hex(value);
            return;
        }
        String shown = policy.value(text);
        boolean mayBeBare = value.kind() == Value.Kind.NUMBER || value.type().equals(ValueType.TEXT);
        boolean bare = mayBeBare && shown.length() <= maxValue && isNumber(shown);
        out.append(bare ? "" : "'");
        Line.append(out, shown, maxValue);
        out.append(value.truncated() && shown.length() <= maxValue ? "…" : "");
        out.append(bare ? "" : "'");
    }

    /** Statements are looked for in whatever bytes there are. */
    private void hex(Value value) {
        String bytes = new String(value.bytes(), ISO_8859_1);
        if (policy.value(bytes).equals(bytes)) {
            Line.append(out, value.text(client), maxValue);
        } else {
            secret();
        }
    }

    /** Bytes as text; null if they are none. */
    private static String textOf(Value value) {
        byte[] bytes = value.bytes();
        for (byte each : bytes) {
            if (each >= 0 && each < ' ' && each != '\n' && each != '\r' && each != '\t') {
                return null;
            }
        }
        try {
            return bytes.length == 0
                    ? ""
                    : UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException noText) {
            return null;
        }
    }

    private static boolean isNumber(String text) {
        boolean digits = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean digit = c >= '0' && c <= '9';
            boolean sign = (c == '-' || c == '+') && (i == 0 || (text.charAt(i - 1) | 0x20) == 'e');
            if (!digit && !sign && !(digits && (c == '.' || (c | 0x20) == 'e'))) {
                return false;
            }
            digits |= digit;
        }
        return digits;
    }
}
