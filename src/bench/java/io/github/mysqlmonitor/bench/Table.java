package io.github.mysqlmonitor.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A Markdown table whose columns stand below each other, so that it is as well read as plain text. */
final class Table {
    private final List<String> heads;
    private final List<List<String>> rows = new ArrayList<>();
    private final int textColumns;

    /** @param textColumns so many columns from the left are text; numbers stand at the right of their column */
    Table(int textColumns, String... heads) {
        this.heads = List.of(heads);
        this.textColumns = textColumns;
    }

    void row(List<String> cells) {
        rows.add(cells);
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    @Override
    public String toString() {
        List<Integer> widths = new ArrayList<>();
        for (int column = 0; column < heads.size(); column++) {
            int width = Math.max(3, heads.get(column).length());
            for (List<String> row : rows) {
                width = Math.max(width, row.get(column).length());
            }
            widths.add(width);
        }
        StringBuilder text = new StringBuilder();
        append(text, heads, widths);
        for (int column = 0; column < heads.size(); column++) {
            String rule = String.join("", Collections.nCopies(widths.get(column) - 1, "-"));
            text.append(column < textColumns ? "| " + rule + "- " : "| " + rule + ": ");
        }
        text.append("|\n");
        rows.forEach(row -> append(text, row, widths));
        return text.toString();
    }

    private void append(StringBuilder text, List<String> cells, List<Integer> widths) {
        for (int column = 0; column < cells.size(); column++) {
            String cell = cells.get(column);
            String blanks = " ".repeat(widths.get(column) - cell.length());
            text.append("| ")
                    .append(column < textColumns ? cell + blanks : blanks + cell)
                    .append(' ');
        }
        text.append("|\n");
    }
}
