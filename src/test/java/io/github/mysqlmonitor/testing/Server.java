package io.github.mysqlmonitor.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/** Asks for the shared {@link TestServer} of a kind as a parameter of a test or of its constructor. */
@Documented
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(TestServers.class)
public @interface Server {
    /** The kind of server. */
    ServerKind value();
}
