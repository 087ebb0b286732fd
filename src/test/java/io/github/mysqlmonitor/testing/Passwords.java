package io.github.mysqlmonitor.testing;

import io.github.mysqlmonitor.auth.PasswordKey;
import io.github.mysqlmonitor.auth.PasswordPolicy;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.Optional;

/** What proxies inside this JVM may do with passwords. */
public final class Passwords {
    /** A key of its own, nothing pinned, nothing in clear. */
    public static final PasswordPolicy POLICY = new PasswordPolicy(new PasswordKey(newKey()), Optional.empty(), false);

    private Passwords() {}

    /** Returns a new RSA key of 2048 bits. */
    public static RSAPrivateCrtKey newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return (RSAPrivateCrtKey) generator.generateKeyPair().getPrivate();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has RSA", e);
        }
    }
}
