package io.github.mysqlmonitor.observe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.mysqlmonitor.packet.AuthNextFactor;
import io.github.mysqlmonitor.packet.AuthSwitch;
import io.github.mysqlmonitor.packet.ChangeUser;
import io.github.mysqlmonitor.packet.Greeting;
import io.github.mysqlmonitor.packet.Login;
import io.github.mysqlmonitor.packet.Secret;
import io.github.mysqlmonitor.packet.SslRequest;
import io.github.mysqlmonitor.wire.Charsets;
import io.github.mysqlmonitor.wire.ServerStatus;
import io.github.mysqlmonitor.wire.WireReader;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Describes the packets up to the end of a login. */
final class ConnectionText {
    private static final long KIB = 1024;

    private ConnectionText() {}

    static void greeting(StringBuilder out, WireReader in) {
        Greeting greeting = Greeting.decode(in);
        Line.append(out, greeting.serverVersion());
        out.append(' ').append(Charsets.name(greeting.charset()));
        field(out, "", greeting.pluginName());
        String names = greeting.capabilities().names();
        out.append(names.isEmpty() ? "" : " ").append(names);
        out.append(" id=").append(greeting.connectionId());
        ServerStatus.append(out.append(" status="), greeting.status());
    }

    static void sslRequest(StringBuilder out, WireReader in) {
        SslRequest request = SslRequest.decode(in);
        out.append("max_packet=");
        size(out, request.maxPacket());
        out.append(" charset=").append(request.charset());
        out.append(" filler=").append(request.fillerZero() ? "ok" : "not-zero");
        out.append(' ').append(request.capabilities().names());
    }

    static void login(StringBuilder out, WireReader in, ValueText values, boolean showSecrets) {
        Login login = Login.decode(in);
        identity(out, login.user(), login.schema(), login.authResponse(), showSecrets);
        field(out, "plugin=", login.plugin());
        attributes(out, login.attributes(), values);
        if (login.zstdLevel() > 0) {
            out.append(" zstd_level=").append(login.zstdLevel());
        }
    }

    static void changeUser(StringBuilder out, ChangeUser change, ValueText values, boolean showSecrets) {
        identity(out, change.user(), change.schema(), change.authResponse(), showSecrets);
        field(out, "plugin=", change.plugin());
        attributes(out, change.attributes(), values);
    }

    static void authSwitch(StringBuilder out, WireReader in, boolean showSecrets) {
        AuthSwitch authSwitch = AuthSwitch.decode(in);
        Line.append(out, authSwitch.plugin());
        out.append(" data=");
        secret(out, authSwitch.data(), showSecrets);
    }

    static void nextFactor(StringBuilder out, WireReader in, boolean showSecrets) {
        AuthNextFactor next = AuthNextFactor.decode(in);
        Line.append(out, next.plugin());
        out.append(" data=");
        secret(out, next.data(), showSecrets);
    }

    /** The marker 01 may be missing, and the public key may be shown to anybody. */
    static void moreData(StringBuilder out, byte[] bytes, boolean showSecrets) {
        int from = bytes.length > 0 && bytes[0] == 0x01 ? 1 : 0;
        byte[] data = Arrays.copyOfRange(bytes, from, bytes.length);
        if (from == 1 && data.length == 1 && data[0] == 3) {
            out.append("fast auth success");
        } else if (from == 1 && data.length == 1 && data[0] == 4) {
            out.append("full authentication");
        } else if (isPublicKey(data)) {
            out.append("public key ");
            Line.append(out, new String(data, US_ASCII).strip());
        } else {
            secret(out, data, data.length, showSecrets);
        }
    }

    static boolean isPublicKey(byte[] data) {
        return new String(data, 0, Math.min(data.length, 64), US_ASCII).startsWith("-----BEGIN PUBLIC KEY-----");
    }

    static void secret(StringBuilder out, byte[] bytes, long length, boolean showSecrets) {
        if (showSecrets) {
            out.append('\'');
            Line.append(out, new String(bytes, ISO_8859_1));
            out.append('\'');
        } else {
            out.append("***(").append(length).append(')');
        }
    }

    private static void secret(StringBuilder out, Secret secret, boolean showSecrets) {
        secret(out, showSecrets ? secret.reveal() : new byte[0], secret.length(), showSecrets);
    }

    private static void identity(StringBuilder out, String user, String schema, Secret auth, boolean showSecrets) {
        out.append("user=");
        Line.append(out, user);
        field(out, "db=", schema);
        out.append(" auth=");
        secret(out, auth, showSecrets);
    }

    private static void attributes(StringBuilder out, List<Map.Entry<String, String>> attributes, ValueText values) {
        for (Map.Entry<String, String> attribute : attributes) {
            out.append(' ');
            Line.append(out, attribute.getKey());
            out.append('=');
            Line.append(out, values.connectionAttribute(attribute.getKey(), attribute.getValue()));
        }
    }

    private static void field(StringBuilder out, String name, String value) {
        if (!value.isEmpty()) {
            out.append(' ').append(name);
            Line.append(out, value);
        }
    }

    private static void size(StringBuilder out, long bytes) {
        if (bytes > 0 && bytes % (KIB * KIB) == 0) {
            out.append(bytes / (KIB * KIB)).append("MiB");
        } else if (bytes > 0 && bytes % KIB == 0) {
            out.append(bytes / KIB).append("KiB");
        } else {
            out.append(bytes);
        }
    }
}
