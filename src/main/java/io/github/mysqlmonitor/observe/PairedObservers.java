package io.github.mysqlmonitor.observe;

import io.github.mysqlmonitor.event.Direction;
import io.github.mysqlmonitor.event.LegSecurity;
import io.netty.buffer.ByteBuf;

/** Two observers of one session, in order. */
record PairedObservers(SessionObserver first, SessionObserver second) implements SessionObserver {
    @Override
    public void opened(String client, String listener, String upstream, String upstreamAddress) {
        first.opened(client, listener, upstream, upstreamAddress);
        second.opened(client, listener, upstream, upstreamAddress);
    }

    @Override
    public void arrived() {
        first.arrived();
        second.arrived();
    }

    @Override
    public void bytes(Direction direction, ByteBuf bytes) {
        int start = bytes.readerIndex();
        int end = bytes.writerIndex();
        first.bytes(direction, bytes);
        second.bytes(direction, bytes.setIndex(start, end));
    }

    @Override
    public void secured(LegSecurity client, LegSecurity server) {
        first.secured(client, server);
        second.secured(client, server);
    }

    @Override
    public void clientLeft() {
        first.clientLeft();
        second.clientLeft();
    }

    @Override
    public void undecoded(String reason) {
        first.undecoded(reason);
        second.undecoded(reason);
    }

    @Override
    public void notice(String text) {
        first.notice(text);
        second.notice(text);
    }

    @Override
    public void ending() {
        first.ending();
        second.ending();
    }

    @Override
    public void closed(Closing closing) {
        first.closed(closing);
        second.closed(closing);
    }
}
