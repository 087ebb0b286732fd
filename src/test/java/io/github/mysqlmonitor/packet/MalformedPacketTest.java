package io.github.mysqlmonitor.packet;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mysqlmonitor.wire.Capabilities;
import io.github.mysqlmonitor.wire.ProtocolException;
import io.github.mysqlmonitor.wire.WireReader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Whatever the bytes: a value or a ProtocolException, nothing else. */
class MalformedPacketTest {
    private static final long[] CAPABILITIES = {0, 0xFFFFFFFFL, 0x3FFFFFFFFFL, 0xFFFFFFFEL, 0x200, 0x8200};

    @Test
    void everyPrefixIsAnOlderFormOrRefused() {
        List<byte[]> golden =
                List.of(GreetingTest.MYSQL, GreetingTest.MARIADB, LoginTest.LOGIN, CommandTest.QUERY_WITH_ATTRIBUTES);
        for (byte[] whole : golden) {
            for (int length = 0; length <= whole.length; length++) {
                decodeEverything(Arrays.copyOf(whole, length));
            }
        }
    }

    @Test
    void greetingMayEndOnlyWhereOldServersEndIt() {
        int accepted = 0;
        for (int length = 0; length < GreetingTest.MYSQL.length; length++) {
            WireReader in = Bytes.reader(Arrays.copyOf(GreetingTest.MYSQL, length));
            int before = accepted;
            accepted += isAccepted(() -> Greeting.decode(in)) ? 1 : 0;
            boolean afterLowCapabilities = length == "9.7.4".length() + 17;
            boolean withinPluginName = length >= GreetingTest.MYSQL.length - "caching_sha2_password".length() - 1;
            assertTrue(before == accepted || afterLowCapabilities || withinPluginName, "length " + length);
        }
        assertTrue(accepted > 0);
    }

    @Test
    void randomBytesAreDecodedOrRefused() {
        Random random = new Random(20261121);
        int[] markers = {0x00, 0x01, 0x02, 0xFE, 0xFF, 0x0A, 0x09, 0x03, 0x11, 0x15, 0x1E};
        for (int round = 0; round < 1_500; round++) {
            byte[] bytes = new byte[random.nextInt(120)];
            random.nextBytes(bytes);
            if (bytes.length > 0 && random.nextBoolean()) {
                bytes[0] = (byte) markers[random.nextInt(markers.length)];
            }
            decodeEverything(bytes);
        }
    }

    @Test
    void mutatedPacketsAreDecodedOrRefused() {
        Random random = new Random(4);
        List<byte[]> golden =
                List.of(GreetingTest.MYSQL, GreetingTest.MARIADB, LoginTest.LOGIN, CommandTest.QUERY_WITH_ATTRIBUTES);
        for (int round = 0; round < 1_500; round++) {
            byte[] bytes = golden.get(random.nextInt(golden.size())).clone();
            for (int i = random.nextInt(4); i >= 0; i--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            decodeEverything(bytes);
        }
    }

    private static void decodeEverything(byte[] bytes) {
        List<Consumer<WireReader>> alone = List.of(
                Greeting::decode,
                SslRequest::decode,
                Login::decode,
                AuthSwitch::decode,
                AuthMoreData::decode,
                AuthNextFactor::decode,
                Err::decode);
        for (Consumer<WireReader> decoder : alone) {
            isAccepted(() -> decoder.accept(Bytes.reader(bytes)));
        }
        ByteBuf payload = Unpooled.wrappedBuffer(bytes);
        SslRequest.looksLike(payload);
        for (long bits : CAPABILITIES) {
            Capabilities agreed = new Capabilities(bits);
            isAccepted(() -> Ok.decode(Bytes.reader(bytes), agreed));
            isAccepted(() -> Ok.decode(Bytes.reader(bytes), agreed, bytes.length + 1000L));
            isAccepted(() -> Eof.decode(Bytes.reader(bytes), agreed));
            isAccepted(() -> ColumnDefinition.decode(Bytes.reader(bytes), agreed));
            isAccepted(() -> PrepareOk.decode(Bytes.reader(bytes), agreed));
            isAccepted(() -> ChangeUser.decode(Bytes.reader(bytes), agreed));
            isAccepted(() -> Command.decode(payload, bytes.length, agreed));
            isAccepted(() -> Command.decode(payload, bytes.length + 1000L, agreed));
        }
    }

    private static boolean isAccepted(Runnable decoding) {
        try {
            decoding.run();
            return true;
        } catch (ProtocolException refused) {
            return false;
        }
    }
}
