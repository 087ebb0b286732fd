package io.github.mysqlmonitor.packet;

import io.github.mysqlmonitor.wire.Capabilities;
import io.github.mysqlmonitor.wire.ProtocolException;
import io.github.mysqlmonitor.wire.WireReader;
import io.github.mysqlmonitor.wire.WireWriter;

/**
 * How far a MariaDB server has come with a long statement; the answer is still to follow.
 * <pre>
 *  off len
 *    0   1 marker 0xFF
 *    1   2 0xFFFF in the place of an error's code
 *    3   1 number of texts, 1
 *    4   1 stage
 *    5   1 stages
 *    6   3 progress of the stage in thousandths of a percent
 *    9   . text, length-encoded
 * </pre>
 */
public record Progress(int texts, int stage, int stages, int thousandths, String text, Octets rest) implements Packet {

    public static Progress decode(WireReader in) {
        in.expect(Err.MARKER, "progress marker");
        int code = in.uint16();
        if (code != Err.PROGRESS_REPORT) {
            throw new ProtocolException("progress code", Err.PROGRESS_REPORT, code, 1);
        }
        int texts = in.uint8();
        int stage = in.uint8();
        int stages = in.uint8();
        int thousandths = in.uint24();
        return new Progress(texts, stage, stages, thousandths, Lossless.text(in.lenencBytes()), Octets.rest(in));
    }

    @Override
    public void encode(WireWriter out, Capabilities agreed) {
        out.uint8(Err.MARKER)
                .uint16(Err.PROGRESS_REPORT)
                .uint8(texts)
                .uint8(stage)
                .uint8(stages);
        out.uint24(thousandths).lenencBytes(Lossless.bytes(text)).bytes(rest.array());
    }
}
