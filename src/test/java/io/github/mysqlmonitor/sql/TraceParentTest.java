package io.github.mysqlmonitor.sql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String SPAN = "b7ad6b7169203331";
    private static final String VALID = "00-" + TRACE + "-" + SPAN + "-01";

    @Test
    void readsTheW3cForm() {
        assertEquals(new TraceParent(TRACE, SPAN), TraceParent.parse(VALID));
        assertEquals(new TraceParent(TRACE, SPAN), TraceParent.parse("cc" + VALID.substring(2) + "-later"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0",
                "00-0af7651916cd43dd8448eb211c80319-b7ad6b7169203331-01"
            })
    void dropsWhatIsNoTraceParent(String text) {
        assertEquals(TraceParent.NONE, TraceParent.parse(text));
    }

    @Test
    void isFoundInCommentsOnly() {
        TraceParent expected = new TraceParent(TRACE, SPAN);
        assertEquals(expected, in("SELECT 1 /*action='a%2Fb',traceparent='" + VALID + "',tracestate='x'*/"));
        assertEquals(expected, in("SELECT 1 -- traceparent='" + VALID + "'"));
        assertEquals(TraceParent.NONE, in("SELECT \"/*traceparent='" + VALID + "'*/\""));
        assertEquals(TraceParent.NONE, in("SELECT 1 /*traceparent='" + VALID + "*/"));
        assertEquals(TraceParent.NONE, in("SELECT 1"));
    }

    private static TraceParent in(String sql) {
        return TraceParent.inComments(sql.getBytes(UTF_8));
    }
}
