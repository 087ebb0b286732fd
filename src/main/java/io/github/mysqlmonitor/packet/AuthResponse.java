package io.github.mysqlmonitor.packet;

import io.github.mysqlmonitor.wire.Capabilities;
import io.github.mysqlmonitor.wire.WireReader;
import io.github.mysqlmonitor.wire.WireWriter;

/** What a client sends within a plugin's exchange: the plugin's own bytes, without a marker, possibly none. */
public record AuthResponse(Secret data) implements Packet {
    public static AuthResponse decode(WireReader in) {
        return new AuthResponse(Secret.of(in.rest()));
    }

    @Override
    public void encode(WireWriter out, Capabilities agreed) {
        out.bytes(data.reveal());
    }
}
