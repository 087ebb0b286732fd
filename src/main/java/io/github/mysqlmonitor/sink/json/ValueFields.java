package io.github.mysqlmonitor.sink.json;

import io.github.mysqlmonitor.event.NamedValue;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Bound values and attributes. Values are texts in MySQL's notation, so that no number loses digits; NULL is null.
 *
 * <p>Values become keys as OpenTelemetry wants it: {@code db.query.parameter.<name>}, or the index where there is no name,
 * or one that cannot be a key because it is long, taken, or a number. Attributes have names that users choose, any number
 * of times, so they never become keys: they are an array of objects.
 */
final class ValueFields {
    private static final int MAX_NAME = 64;
    private static final String PARAMETER = "db.query.parameter.";

    private ValueFields() {}

    static void parameters(Fields to, List<NamedValue> values) {
        if (values.isEmpty()) {
            return;
        }
        Set<String> taken = Set.of();
        boolean truncated = false;
        for (int i = 0; i < values.size(); i++) {
            NamedValue value = values.get(i);
            boolean named = canBeKey(value.name());
            if (named) {
                taken = taken.isEmpty() ? new HashSet<>() : taken;
                named = taken.add(value.name());
            }
            if (named) {
                to.value(PARAMETER, value.name(), value.text());
            } else {
                to.value(PARAMETER, i, value.text());
            }
            truncated |= value.truncated();
        }
        to.array("mysql_monitor.parameter_types");
        for (NamedValue value : values) {
            to.item(value.type());
        }
        to.endArray();
        if (truncated) {
            truncated(to, values);
        }
    }

    private static void truncated(Fields to, List<NamedValue> values) {
        to.array("mysql_monitor.truncated_parameters");
        for (int i = 0; i < values.size(); i++) {
            if (values.get(i).truncated()) {
                to.item(i);
            }
        }
        to.endArray();
    }

    private static boolean canBeKey(String name) {
        return !name.isEmpty() && name.length() <= MAX_NAME && !isNumber(name);
    }

    static void attributes(Fields to, String key, List<NamedValue> attributes) {
        if (attributes.isEmpty()) {
            return;
        }
        to.array(key);
        for (NamedValue attribute : attributes) {
            to.element().value("", "name", attribute.name()).value("", "value", attribute.text());
            to.text("type", attribute.type());
            if (attribute.truncated()) {
                to.flag("truncated", true).number("length", attribute.length());
            }
            to.endElement();
        }
        to.endArray();
    }

    private static boolean isNumber(String name) {
        return name.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
