package io.github.mysqlmonitor.observe;

import io.github.mysqlmonitor.packet.AuthMoreData;
import io.github.mysqlmonitor.packet.AuthNextFactor;
import io.github.mysqlmonitor.packet.AuthResponse;
import io.github.mysqlmonitor.packet.AuthSwitch;
import io.github.mysqlmonitor.packet.Command;
import io.github.mysqlmonitor.packet.Eof;
import io.github.mysqlmonitor.packet.Err;
import io.github.mysqlmonitor.packet.Greeting;
import io.github.mysqlmonitor.packet.LocalInfile;
import io.github.mysqlmonitor.packet.Login;
import io.github.mysqlmonitor.packet.Ok;
import io.github.mysqlmonitor.packet.Packet;
import io.github.mysqlmonitor.packet.Progress;
import io.github.mysqlmonitor.packet.SslRequest;
import io.github.mysqlmonitor.packet.Statistics;
import io.github.mysqlmonitor.wire.Capabilities;
import io.github.mysqlmonitor.wire.WireReader;
import io.github.mysqlmonitor.wire.WireWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Arrays;

/** Decodes the packets of one session, writes them again and compares. */
final class RecheckedPackets implements PacketListener {
    private final DecodeCheck check;
    private final RecheckedReplies replies;

    RecheckedPackets(Conversation conversation, DecodeCheck check) {
        this.check = check;
        this.replies = new RecheckedReplies(conversation, this);
    }

    @Override
    public void packet(CurrentPacket packet) {
        byte[] payload = PacketEvents.copy(packet.head(), Integer.MAX_VALUE);
        String type = packet.kind().displayName();
        if (payload.length < packet.length()) {
            check.opaque(type, "longer than is kept");
        } else if (packet.kind() == PacketKind.UNKNOWN) {
            check.opaque(type, "not decoded any more");
        } else {
            recheck(packet, payload);
        }
    }

    private void recheck(CurrentPacket packet, byte[] payload) {
        try {
            if (packet.fromClient()) {
                fromClient(packet, payload);
            } else {
                fromServer(packet, payload);
            }
        } catch (RuntimeException broken) {
            // Whatever it is, the decoder has failed on bytes of a real peer.
            mismatch(packet, broken.toString(), payload, new byte[0]);
        }
    }

    private void fromClient(CurrentPacket packet, byte[] payload) {
        Capabilities agreed = packet.decoding().agreed();
        switch (packet.kind()) {
            case SSL_REQUEST -> compare(packet, payload, SslRequest.decode(reader(payload)));
            case LOGIN -> compare(packet, payload, Login.decode(reader(payload)));
            case AUTH_ANSWER -> compare(packet, payload, AuthResponse.decode(reader(payload)));
            case INFILE_DATA, INFILE_END -> check.opaque(packet.kind().displayName(), "bytes of a file");
            default -> {
                Command command = Command.decode(payload, payload.length, agreed);
                compare(packet, payload, command);
                replies.sent(packet, command);
            }
        }
    }

    private void fromServer(CurrentPacket packet, byte[] payload) {
        Capabilities agreed = packet.decoding().agreed();
        replies.boundValues(packet);
        switch (packet.kind()) {
            case GREETING -> compare(packet, payload, Greeting.decode(reader(payload)));
            case AUTH_SWITCH -> compare(packet, payload, AuthSwitch.decode(reader(payload)));
            case AUTH_MORE_DATA -> compare(packet, payload, AuthMoreData.decode(reader(payload)));
            case AUTH_NEXT_FACTOR -> compare(packet, payload, AuthNextFactor.decode(reader(payload)));
            case OK -> ok(packet, payload, Ok.decode(reader(payload), agreed));
            case ERR -> compare(packet, payload, Err.decode(reader(payload)));
            case EOF -> compare(packet, payload, Eof.decode(reader(payload), agreed));
            case LOCAL_INFILE -> compare(packet, payload, LocalInfile.decode(reader(payload)));
            case STATISTICS_TEXT -> compare(packet, payload, Statistics.decode(reader(payload)));
            case PROGRESS -> compare(packet, payload, Progress.decode(reader(payload)));
            case BINLOG_EVENT -> check.opaque(packet.kind().displayName(), "an event of the binlog");
            default -> replies.result(packet, payload);
        }
        replies.received();
    }

    private void ok(CurrentPacket packet, byte[] payload, Ok ok) {
        ByteBuf state = Unpooled.buffer();
        ok.sessionState().encode(new WireWriter(state));
        byte[] written = ByteBufUtil.getBytes(state);
        byte[] read = ok.state().toArray();
        if (LongForm.equal(read, written)) {
            compare(packet, payload, ok);
        } else {
            mismatch(packet, "session state", read, written);
        }
    }

    void compare(CurrentPacket packet, byte[] read, Packet decoded) {
        compare(packet, packet.kind().displayName(), read, decoded);
    }

    /** @param type which may be another than the packet's own, that of an earlier one */
    void compare(CurrentPacket packet, String type, byte[] read, Packet decoded) {
        byte[] written = decoded.toPayload(packet.decoding().agreed());
        if (Arrays.equals(read, written)) {
            check.verified(type, false);
        } else if (LongForm.equal(read, written)) {
            check.verified(type, true);
        } else {
            check.mismatch(new DecodeCheck.Mismatch(packet.session(), packet.direction(), type, "", read, written));
        }
    }

    void opaque(String type, String reason) {
        check.opaque(type, reason);
    }

    void mismatch(CurrentPacket packet, String reason, byte[] read, byte[] written) {
        String type = packet.kind().displayName();
        check.mismatch(new DecodeCheck.Mismatch(packet.session(), packet.direction(), type, reason, read, written));
    }

    static WireReader reader(byte[] payload) {
        return new WireReader(payload);
    }
}
