package io.github.mysqlmonitor.sink.text;

import io.github.mysqlmonitor.event.CommandContent;
import io.github.mysqlmonitor.event.CommandFinished;
import io.github.mysqlmonitor.event.CommandFinished.Outcome;
import io.github.mysqlmonitor.event.NamedValue;
import java.util.List;

/** The end of a command's line: what it said, with which values, and what is worth knowing beside. */
final class CommandText {
    private CommandText() {}

    static void append(StringBuilder out, CommandFinished command) {
        CommandContent content = command.content();
        if (!command.command().equals("Query")) {
            out.append(command.command()).append(' ');
        }
        out.append(content.sql());
        if (content.truncated()) {
            out.append("… (of ").append(content.sqlLength()).append(" bytes)");
        }
        out.append(content.arguments());
        trim(out);
        values(out, content);
        list(out, " attributes={", content.attributes(), '}');
        numbers(out, command.outcome());
        if (!content.traceId().isEmpty()) {
            out.append(" trace=").append(content.traceId());
        }
        if (command.outcome().errorNumber() != 0) {
            out.append(" => ");
            named(out, "", command.outcome().sqlState(), " ");
            out.append(content.errorMessage());
        }
        named(out, " note: ", command.outcome().note(), "");
    }

    private static void values(StringBuilder out, CommandContent content) {
        list(out, " values=(", content.values(), ')');
        named(out, " values not decoded: ", content.undecodedValues(), "");
    }

    private static void list(StringBuilder out, String open, List<NamedValue> values, char close) {
        if (values.isEmpty()) {
            return;
        }
        out.append(open);
        String separator = "";
        for (NamedValue value : values) {
            out.append(separator);
            named(out, "", value.name(), "=");
            value(out, value);
            separator = ", ";
        }
        out.append(close);
    }

    private static void value(StringBuilder out, NamedValue value) {
        if (value.text() == null) {
            out.append("NULL");
        } else if (value.quoted()) {
            out.append('\'').append(value.text().replace("'", "''")).append('\'');
        } else {
            out.append(value.text());
        }
        if (value.truncated()) {
            out.append("… (of ").append(value.length()).append(" bytes)");
        }
    }

    private static void numbers(StringBuilder out, Outcome outcome) {
        if (outcome.resultSets() > 1) {
            out.append(" results=").append(outcome.resultSets());
        }
        if (outcome.batchSize() > 1) {
            out.append(" batch=").append(outcome.batchSize());
        }
        if (outcome.infileBytes() > 0) {
            out.append(" infile=").append(outcome.infileBytes());
        }
        if (outcome.warnings() > 0) {
            out.append(" warnings=").append(outcome.warnings());
        }
    }

    private static void named(StringBuilder out, String before, String text, String after) {
        if (!text.isEmpty()) {
            out.append(before).append(text).append(after);
        }
    }

    private static void trim(StringBuilder out) {
        while (out.length() > 0 && out.charAt(out.length() - 1) == ' ') {
            out.setLength(out.length() - 1);
        }
    }
}
