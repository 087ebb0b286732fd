package io.github.mysqlmonitor.testing;

import io.github.mysqlmonitor.event.CommandFinished;
import io.github.mysqlmonitor.event.Direction;
import io.github.mysqlmonitor.event.LoginFinished;
import io.github.mysqlmonitor.event.MonitorEvent;
import io.github.mysqlmonitor.event.NamedValue;
import io.github.mysqlmonitor.event.TransactionFinished;
import java.util.List;
import java.util.stream.Collectors;

/** What was told of one session, in order. */
public record SessionLog(List<MonitorEvent> events) {
    private static final int LINE = 300;

    /** Returns the events of one type. */
    public <E extends MonitorEvent> List<E> all(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** Returns the one event of a type. */
    public <E extends MonitorEvent> E only(Class<E> type) {
        List<E> found = all(type);
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " of " + type.getSimpleName() + " in:\n" + this);
        }
        return found.get(0);
    }

    /** Returns how the login ended. */
    public LoginFinished login() {
        return only(LoginFinished.class);
    }

    /** Returns all commands. */
    public List<CommandFinished> commands() {
        return all(CommandFinished.class);
    }

    /** Returns the commands of a kind whose SQL contains a text. */
    public List<CommandFinished> commands(String kind, String sql) {
        return commands().stream()
                .filter(command -> command.command().equals(kind))
                .filter(command -> command.content().sql().contains(sql))
                .toList();
    }

    /** Returns the one command of a kind whose SQL contains a text. */
    public CommandFinished command(String kind, String sql) {
        List<CommandFinished> found = commands(kind, sql);
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " commands " + kind + " with " + sql + " in:\n" + this);
        }
        return found.get(0);
    }

    /** Returns the one COM_QUERY whose SQL contains a text. */
    public CommandFinished query(String sql) {
        return command("Query", sql);
    }

    /** Returns all transactions. */
    public List<TransactionFinished> transactions() {
        return all(TransactionFinished.class);
    }

    /** Returns the session's end. */
    public MonitorEvent.SessionClosed closed() {
        return only(MonitorEvent.SessionClosed.class);
    }

    /** Returns how many bytes went one way until the login was answered. */
    public long loginBytes(Direction direction) {
        return all(MonitorEvent.BytesRelayed.class).stream()
                .filter(chunk -> chunk.direction() == direction)
                .mapToLong(chunk -> chunk.bytes().length)
                .sum();
    }

    boolean isClosed() {
        return !all(MonitorEvent.SessionClosed.class).isEmpty();
    }

    /** Returns values or attributes as {@code name:TYPE=text}, texts as they are. */
    public static List<String> shown(List<NamedValue> values) {
        return values.stream()
                .map(value -> value.name() + ":" + value.type() + "=" + value.text())
                .toList();
    }

    @Override
    public String toString() {
        return events.stream()
                .filter(event -> !(event instanceof MonitorEvent.BytesRelayed))
                .map(SessionLog::line)
                .collect(Collectors.joining("\n"));
    }

    private static String line(MonitorEvent event) {
        if (event instanceof CommandFinished command) {
            return shortened(command.command() + " [" + command.content().sql() + "] "
                            + shown(command.content().values())
                            + shown(command.content().attributes())
                            + command.content().arguments() + " "
                            + command.content().errorMessage())
                    + " " + command.outcome() + command.transaction();
        }
        return shortened(event.toString());
    }

    private static String shortened(String text) {
        return text.length() <= LINE ? text : text.substring(0, LINE) + "…";
    }
}
