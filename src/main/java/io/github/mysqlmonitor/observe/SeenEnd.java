package io.github.mysqlmonitor.observe;

import io.github.mysqlmonitor.event.EndedBy;
import io.github.mysqlmonitor.observe.SessionObserver.Closing;

/** The end of a session as the relay tells it, with what only the decoder sees: commands inside of compressed packets. */
final class SeenEnd {
    private static final String QUIT = "client quit";

    private SeenEnd() {}

    static Closing of(Closing told, Conversation conversation) {
        boolean quit = conversation.phase() == Phase.OVER
                && conversation.commands() > 0
                && told.commands() == 0
                && told.endedBy() != EndedBy.PROXY;
        return new Closing(
                quit ? EndedBy.CLIENT : told.endedBy(),
                quit ? QUIT : told.reason(),
                told.details(),
                told.clientBytes(),
                told.clientPackets(),
                told.serverBytes(),
                told.serverPackets(),
                Math.max(told.commands(), conversation.commands()));
    }
}
