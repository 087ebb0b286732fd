package io.github.mysqlmonitor.event;

import io.github.mysqlmonitor.event.MonitorEvent.BytesRelayed;
import io.github.mysqlmonitor.event.MonitorEvent.EventsDropped;
import io.github.mysqlmonitor.event.MonitorEvent.LegsSecured;
import io.github.mysqlmonitor.event.MonitorEvent.Notice;
import io.github.mysqlmonitor.event.MonitorEvent.ObservationStopped;
import io.github.mysqlmonitor.event.MonitorEvent.PacketRelayed;
import io.github.mysqlmonitor.event.MonitorEvent.PacketSeen;
import io.github.mysqlmonitor.event.MonitorEvent.SchemaChanged;
import io.github.mysqlmonitor.event.MonitorEvent.SessionClosed;
import io.github.mysqlmonitor.event.MonitorEvent.SessionOpened;
import io.github.mysqlmonitor.event.MonitorEvent.UserChanged;
import java.io.IOException;

/**
 * A method per type of event; each ignores its event unless it is overridden, so that a sink built before a type existed
 * goes on working.
 */
public interface EventVisitor {
    default void sessionOpened(SessionOpened event) throws IOException {}

    default void legsSecured(LegsSecured event) throws IOException {}

    default void loginFinished(LoginFinished event) throws IOException {}

    default void userChanged(UserChanged event) throws IOException {}

    default void schemaChanged(SchemaChanged event) throws IOException {}

    default void commandFinished(CommandFinished event) throws IOException {}

    default void transactionFinished(TransactionFinished event) throws IOException {}

    default void packetSeen(PacketSeen event) throws IOException {}

    default void packetRelayed(PacketRelayed event) throws IOException {}

    default void bytesRelayed(BytesRelayed event) throws IOException {}

    default void notice(Notice event) throws IOException {}

    default void observationStopped(ObservationStopped event) throws IOException {}

    default void eventsDropped(EventsDropped event) throws IOException {}

    default void sessionClosed(SessionClosed event) throws IOException {}
}
