package io.github.mysqlmonitor.sink.text;

/** A column that is as wide as the widest text so far, up to a limit, so that lines stay aligned. For one thread. */
final class Column {
    private final int limit;
    private int width;

    Column(int width, int limit) {
        this.width = width;
        this.limit = limit;
    }

    /** Call it when the text from {@code start} on is there. */
    void left(StringBuilder out, int start) {
        LineStart.pad(out, start + fit(out, start));
        out.append(' ');
    }

    /** As {@link #left}, with the blanks before the text. */
    void right(StringBuilder out, int start) {
        LineStart.alignRight(out, start, start + fit(out, start));
        out.append(' ');
    }

    private int fit(StringBuilder out, int start) {
        width = Math.min(limit, Math.max(width, out.length() - start));
        return width;
    }
}
