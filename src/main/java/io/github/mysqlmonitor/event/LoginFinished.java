package io.github.mysqlmonitor.event;

import java.io.IOException;
import java.util.List;

/**
 * A login succeeded or was refused.
 *
 * @param facts what holds of the session from now on
 * @param path how the password was checked
 * @param durationNanos from the client's login packet to the server's answer
 * @param errorNumber 0 if the login succeeded
 * @param sqlState empty without error, or if the server sent none
 * @param errorMessage empty without error
 * @param capabilities names of what both ends agreed on
 * @param attributes the client's connection attributes, values as {@code --values} asks
 */
public record LoginFinished(
        SessionId session,
        long epochMicros,
        SessionFacts facts,
        AuthPath path,
        long durationNanos,
        int errorNumber,
        String sqlState,
        String errorMessage,
        String capabilities,
        List<NamedValue> attributes)
        implements MonitorEvent {

    @Override
    public void visit(EventVisitor visitor) throws IOException {
        visitor.loginFinished(this);
    }

    @Override
    public Interest interest() {
        return Interest.SESSIONS;
    }

    @Override
    public int weight() {
        int chars = errorMessage.length() + capabilities.length();
        int held = 300;
        for (NamedValue each : attributes) {
            held += 100;
            chars += each.name().length()
                    + (each.text() == null ? 0 : each.text().length());
        }
        return held + 2 * chars;
    }

    public boolean succeeded() {
        return errorNumber == 0;
    }

    /** The way of a password to the server. */
    public enum AuthPath {
        /** A plugin with one way only, or none was reached. */
        PLAIN,
        /** caching_sha2_password found the account in its cache. */
        FAST,
        /** The password itself was sent on a secure leg. */
        FULL,
        /** The password was sent encrypted with the server's RSA key. */
        FULL_RSA
    }
}
