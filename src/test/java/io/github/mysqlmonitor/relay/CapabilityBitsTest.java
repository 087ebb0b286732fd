package io.github.mysqlmonitor.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

class CapabilityBitsTest {
    private static String edited(String login, boolean tls) {
        byte[] bytes = ByteBufUtil.decodeHexDump(login);
        CapabilityBits.login(Unpooled.wrappedBuffer(bytes), tls);
        return ByteBufUtil.hexDump(bytes);
    }

    @Test
    void tlsIsSetAndNothingElse() {
        assertEquals("058a0800ff", edited("05820800ff", true));
    }

    @Test
    void tlsIsClearedWithTheBitThatDependsOnIt() {
        assertEquals("05820800ff", edited("058a0840ff", false));
    }

    @Test
    void loginBefore41KeepsWhatIsNotItsCapabilities() {
        // Two bytes of capabilities, three of the packet limit: the fourth byte is no flag.
        assertEquals("0580ff4000", edited("0588ff4000", false));
    }

    @Test
    void packetThatIsTooShortIsLeftAlone() {
        assertEquals("0588", edited("0588", false));
    }
}
