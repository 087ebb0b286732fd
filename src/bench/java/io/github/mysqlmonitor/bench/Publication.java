package io.github.mysqlmonitor.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Puts a run into the documentation: the tables between two markers, the chart beside it. */
final class Publication {
    private static final String BEGIN = "<!-- scripts/bench writes from here -->\n";
    private static final String END = "<!-- to here -->\n";

    private Publication() {}

    static void publish(Path docs, String table, String chart) throws IOException {
        Path page = docs.resolve("performance.md");
        String text = Files.readString(page);
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IOException(page + " has lost the markers around the tables");
        }
        Files.writeString(
                page,
                text.substring(0, begin + BEGIN.length())
                        + "\n![throughput, processor time and the large result](performance.svg)\n\n" + table + "\n"
                        + text.substring(end));
        Files.writeString(docs.resolve("performance.svg"), chart);
    }
}
