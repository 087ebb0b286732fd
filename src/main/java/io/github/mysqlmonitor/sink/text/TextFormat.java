package io.github.mysqlmonitor.sink.text;

import io.github.mysqlmonitor.event.CommandFinished;
import io.github.mysqlmonitor.event.EventVisitor;
import io.github.mysqlmonitor.event.LoginFinished;
import io.github.mysqlmonitor.event.MonitorEvent;
import io.github.mysqlmonitor.event.TransactionFinished;
import java.io.IOException;
import java.time.ZoneId;

/** Turns events into lines, each with its line feed. For one thread. */
final class TextFormat implements EventVisitor {
    private final PacketLines packets;
    private final SessionLines sessions;
    private final CommandLines commands;
    private StringBuilder out = new StringBuilder(0);

    TextFormat(TextOptions options, ZoneId zone) {
        LineStart lines = new LineStart(options.colour(), zone);
        this.packets = new PacketLines(options, lines);
        this.sessions = new SessionLines(lines);
        this.commands = new CommandLines(lines);
    }

    /** Appends the event's lines; nothing for an event that the log does not show. */
    void append(StringBuilder target, MonitorEvent event) throws IOException {
        out = target;
        event.visit(this);
    }

    @Override
    public void sessionOpened(MonitorEvent.SessionOpened opened) {
        sessions.opened(out, opened);
    }

    @Override
    public void legsSecured(MonitorEvent.LegsSecured secured) {
        sessions.secured(out, secured);
    }

    @Override
    public void loginFinished(LoginFinished login) {
        sessions.login(out, login);
    }

    @Override
    public void userChanged(MonitorEvent.UserChanged changed) {
        sessions.userChanged(out, changed);
    }

    @Override
    public void schemaChanged(MonitorEvent.SchemaChanged changed) {
        sessions.schemaChanged(out, changed);
    }

    @Override
    public void commandFinished(CommandFinished command) {
        commands.append(out, command);
    }

    @Override
    public void transactionFinished(TransactionFinished transaction) {
        commands.append(out, transaction);
    }

    @Override
    public void packetSeen(MonitorEvent.PacketSeen packet) {
        packets.append(out, packet);
    }

    @Override
    public void notice(MonitorEvent.Notice notice) {
        sessions.text(out, notice, "note  ", notice.text());
    }

    @Override
    public void observationStopped(MonitorEvent.ObservationStopped stopped) {
        sessions.text(out, stopped, "note  ", "not decoded any more: " + stopped.reason());
    }

    @Override
    public void eventsDropped(MonitorEvent.EventsDropped dropped) {
        String events = dropped.count() == 1 ? " event: " : " events: ";
        sessions.text(out, dropped, "lost  ", dropped.count() + events + dropped.reason());
    }

    @Override
    public void sessionClosed(MonitorEvent.SessionClosed closed) {
        sessions.closed(out, closed);
    }
}
