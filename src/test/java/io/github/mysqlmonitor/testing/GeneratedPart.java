package io.github.mysqlmonitor.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A part of a document that a test generates, between two markers that name it. */
public record GeneratedPart(Path document, String name) {
    /**
     * Fails if the document shows something else; with {@code -Dgolden.update=true} it is written anew.
     *
     * @param text with a line feed at its end
     */
    public void mustBe(String text) throws IOException {
        String all = Files.readString(document);
        String begin = "<!-- begin of " + name + ": generated, see below -->\n";
        String end = "<!-- end of " + name + " -->\n";
        int from = all.indexOf(begin);
        int to = all.indexOf(end);
        assertTrue(from >= 0 && to > from, () -> document + " has no markers of " + name);
        from += begin.length();
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(document, all.substring(0, from) + "\n" + text + "\n" + all.substring(to));
            return;
        }
        assertEquals("\n" + text + "\n", all.substring(from, to), () -> document + ", " + name);
    }
}
