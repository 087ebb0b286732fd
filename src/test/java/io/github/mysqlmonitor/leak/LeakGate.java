package io.github.mysqlmonitor.leak;

import io.netty.util.LeakPresenceDetector;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test class that ends with a buffer, or anything else that Netty counts, unreleased. It is registered for every
 * class by the service loader, and works where the build has put {@link LeakPresenceDetector} in place, which it does for
 * unit tests. Integration tests share the JVM with clients and servers that are still winding down; they compare the
 * allocator's used memory instead.
 *
 * <p>A buffer kept in a static field must be made inside {@link LeakPresenceDetector#staticInitializer}. To see where a
 * leaked one was made, run with {@code -Dio.netty.util.LeakPresenceDetector.trackCreationStack=true}.
 */
public final class LeakGate implements AfterAllCallback {
    static final String DETECTOR_PROPERTY = "io.netty.customResourceLeakDetector";

    @Override
    public void afterAll(ExtensionContext context) {
        // What an outer class holds for its nested ones is checked when the outer one ends.
        boolean nested = context.getRequiredTestClass().isAnnotationPresent(Nested.class);
        if (isActive() && !nested) {
            LeakPresenceDetector.check();
        }
    }

    static boolean isActive() {
        return LeakPresenceDetector.class.getName().equals(System.getProperty(DETECTOR_PROPERTY));
    }
}
