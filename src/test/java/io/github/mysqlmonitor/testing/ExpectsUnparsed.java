package io.github.mysqlmonitor.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Says that a test class sends what the proxy does not decode, deliberately; see {@link Unparsed}. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface ExpectsUnparsed {
    /** Expressions; what {@link Unparsed} says of a finding must contain a match of one of them. */
    String[] value();
}
