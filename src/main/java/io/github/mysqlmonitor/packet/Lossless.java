package io.github.mysqlmonitor.packet;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.util.Arrays;

/**
 * Text that can be turned back into exactly its bytes. A byte that is no text in the character set becomes the lone
 * surrogate U+DC00 plus its value, which no character set produces by itself.
 */
final class Lossless {
    private static final char REPLACEMENT = '\uFFFD';
    private static final char ESCAPE = '\uDC00';
    private static final char LAST_ESCAPE = '\uDCFF';

    private Lossless() {}

    static String text(byte[] bytes) {
        return text(bytes, UTF_8);
    }

    static String text(byte[] bytes, Charset charset) {
        if (bytes.length == 0) {
            return "";
        }
        String text = new String(bytes, charset);
        // UTF-8 has one spelling per character: only a replacement can hide bytes.
        boolean exact =
                charset.equals(UTF_8) ? text.indexOf(REPLACEMENT) < 0 : Arrays.equals(text.getBytes(charset), bytes);
        return exact ? text : escaped(bytes, charset);
    }

    static byte[] bytes(String text) {
        return bytes(text, UTF_8);
    }

    static byte[] bytes(String text, Charset charset) {
        ByteArrayOutputStream out = null;
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ESCAPE || c > LAST_ESCAPE || (i > 0 && Character.isHighSurrogate(text.charAt(i - 1)))) {
                continue;
            }
            out = out == null ? new ByteArrayOutputStream() : out;
            out.writeBytes(text.substring(from, i).getBytes(charset));
            out.write(c - ESCAPE);
            from = i + 1;
        }
        byte[] last = text.substring(from).getBytes(charset);
        if (out == null) {
            return last;
        }
        out.writeBytes(last);
        return out.toByteArray();
    }

    private static String escaped(byte[] bytes, Charset charset) {
        CharsetDecoder decoder = charset.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate((int) ((1 + (double) decoder.maxCharsPerByte()) * bytes.length) + 1);
        CoderResult result = decoder.decode(in, out, true);
        while (result.isError()) {
            for (int i = result.length(); i > 0; i--) {
                out.put((char) (ESCAPE + (in.get() & 0xFF)));
            }
            result = decoder.reset().decode(in, out, true);
        }
        String text = out.flip().toString();
        // Some characters have several spellings; then nothing but the bytes is sure.
        return Arrays.equals(bytes(text, charset), bytes) ? text : escapedWhole(bytes);
    }

    private static String escapedWhole(byte[] bytes) {
        StringBuilder out = new StringBuilder(bytes.length);
        for (byte each : bytes) {
            out.append((char) (ESCAPE + (each & 0xFF)));
        }
        return out.toString();
    }
}
