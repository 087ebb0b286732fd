package io.github.mysqlmonitor.auth;

import java.util.EnumSet;
import java.util.Set;

/**
 * The client plugins whose messages depend on what protects the leg. All others are bound to the nonce, or unknown, and
 * are copied.
 *
 * @see <a href="https://dev.mysql.com/doc/refman/9.7/en/caching-sha2-pluggable-authentication.html">caching_sha2_password</a>
 */
enum PasswordPlugin {
    /** Sends the password in clear over TLS and Unix sockets, else encrypted; and only if the server's cache is cold. */
    CACHING_SHA2(0x02, EnumSet.of(Protection.TLS, Protection.UNIX)),
    /** Sends the password in clear over TLS, else encrypted, and each time. */
    SHA256(0x01, EnumSet.of(Protection.TLS)),
    /** Sends the password, or a token that is as good, in clear over whatever there is. */
    CLEAR_TEXT(-1, EnumSet.allOf(Protection.class)),
    OTHER(-1, EnumSet.allOf(Protection.class));

    private final int keyRequest;
    private final Set<Protection> sendsClearTextOver;

    PasswordPlugin(int keyRequest, Set<Protection> sendsClearTextOver) {
        this.keyRequest = keyRequest;
        this.sendsClearTextOver = sendsClearTextOver;
    }

    static PasswordPlugin of(String name) {
        return switch (name) {
            case "caching_sha2_password" -> CACHING_SHA2;
            case "sha256_password" -> SHA256;
            case "mysql_clear_password", "dialog", "authentication_openid_connect_client" -> CLEAR_TEXT;
            default -> OTHER;
        };
    }

    /** The byte by which a client asks for the server's public key. */
    byte keyRequest() {
        return (byte) keyRequest;
    }

    /** Whether both sides expect the same messages, so that these can be copied. */
    boolean alikeOver(Protection one, Protection other) {
        return sendsClearTextOver.contains(one) == sendsClearTextOver.contains(other);
    }

    boolean sendsClearTextOver(Protection protection) {
        return sendsClearTextOver.contains(protection);
    }

    /** Whether the password goes without a challenge of the server, in the very packet that names the plugin. */
    boolean mayBeInLogin() {
        return this == SHA256 || this == CLEAR_TEXT;
    }
}
