package io.github.mysqlmonitor.observe;

import io.github.mysqlmonitor.event.LegSecurity;
import io.github.mysqlmonitor.event.LoginFinished.AuthPath;
import io.github.mysqlmonitor.event.SessionFacts;
import io.github.mysqlmonitor.event.SessionId;
import io.github.mysqlmonitor.packet.ChangeUser;
import io.github.mysqlmonitor.packet.Greeting;
import io.github.mysqlmonitor.packet.Login;
import io.github.mysqlmonitor.wire.Capabilities;
import io.github.mysqlmonitor.wire.Capability;
import io.github.mysqlmonitor.wire.Charsets;
import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.Map;

/** What is known of a session: who, where, with which schema and character set. */
final class SessionTracker {
    private static final String SHA256 = "sha256_password";
    private static final int FAST = 3;
    private static final int FULL = 4;

    private String client = "";
    private String server = "";
    private boolean mariaDb;
    private String version = "";
    private String user = "";
    private String schema = "";
    private String program = "";
    private int collation;
    private int collationOfServer;
    private int collationOfLogin;
    private String plugin = "";
    private boolean switched;
    private String compression = "";
    private LegSecurity clientLeg = LegSecurity.plain();
    private LegSecurity serverLeg = LegSecurity.plain();
    private AuthPath path = AuthPath.PLAIN;
    private List<Map.Entry<String, String>> attributes = List.of();
    private SessionFacts facts;
    private SessionId id;

    SessionTracker(SessionId id) {
        this.id = id;
    }

    SessionId id() {
        return id;
    }

    /** The server's connection id became known. */
    void id(SessionId known) {
        id = known;
    }

    /** The current facts; the same object as long as nothing changes. */
    SessionFacts facts() {
        if (facts == null) {
            facts = new SessionFacts(
                    client,
                    server,
                    mariaDb ? "mariadb" : "mysql",
                    version,
                    user,
                    schema,
                    program,
                    collation == 0 ? "" : Charsets.name(collation),
                    plugin,
                    compression,
                    clientLeg,
                    serverLeg);
        }
        return facts;
    }

    void opened(String clientAddress, String upstream) {
        client = clientAddress;
        server = upstream;
        facts = null;
    }

    void secured(LegSecurity towardsClient, LegSecurity towardsServer) {
        clientLeg = towardsClient;
        serverLeg = towardsServer;
        facts = null;
    }

    void greeted(Greeting greeting) {
        mariaDb = greeting.isMariaDb();
        version = greeting.serverVersion();
        plugin = greeting.pluginName();
        collationOfServer = greeting.charset();
        facts = null;
    }

    void login(Login login, Capabilities agreed) {
        compression = agreed.has(Capability.COMPRESS)
                ? "zlib"
                : agreed.has(Capability.ZSTD_COMPRESSION_ALGORITHM) ? "zstd" : "";
        schema = login.schema();
        identity(login.user(), login.plugin(), login.attributes());
        collation = login.charset();
        collationOfLogin = collation;
        facts = null;
    }

    /** COM_CHANGE_USER succeeded, with the plugin that was used at last. */
    void changed(ChangeUser change) {
        identity(change.user(), switched ? plugin : change.plugin(), change.attributes());
        switched = false;
        schema = change.schema();
        attributes = List.of();
        collation = change.charset() == 0 ? collation : change.charset();
        collationOfLogin = collation;
        facts = null;
    }

    /** COM_RESET_CONNECTION succeeded: MySQL takes its own character set then, MariaDB that of the login. */
    void reset() {
        collation = mariaDb || collationOfServer == 0 ? collationOfLogin : collationOfServer;
        facts = null;
    }

    /** An authentication goes on with this plugin. */
    void authWith(String withPlugin) {
        plugin = withPlugin.isEmpty() ? plugin : withPlugin;
        switched = true;
        path = AuthPath.PLAIN;
        facts = null;
    }

    /** @param packet borrowed: AuthMoreData, of which caching_sha2_password's marks are looked for */
    void moreData(ByteBuf packet) {
        if (packet.readableBytes() != 2) {
            return;
        }
        switch (packet.getByte(packet.readerIndex() + 1)) {
            case FAST -> path = AuthPath.FAST;
            case FULL -> path = secure() ? AuthPath.FULL : AuthPath.FULL_RSA;
            default -> {}
        }
    }

    /** How the password went to the server. */
    AuthPath path() {
        if (plugin.equals(SHA256)) {
            return clientLeg.kind() == LegSecurity.Kind.TLS ? AuthPath.FULL : AuthPath.FULL_RSA;
        }
        return path;
    }

    List<Map.Entry<String, String>> attributes() {
        return attributes;
    }

    /** They may be long, and nobody asks for them again. */
    void forgetAttributes() {
        attributes = List.of();
        switched = false;
    }

    String serverVersion() {
        return version;
    }

    String user() {
        return user;
    }

    String schema() {
        return schema;
    }

    /** Returns false if it is the schema already. */
    boolean schema(String name) {
        if (schema.equals(name)) {
            return false;
        }
        schema = name;
        facts = null;
        return true;
    }

    /** A schema is gone; if it was the default one, there is none now. */
    void dropped(String name) {
        if (schema.equalsIgnoreCase(name)) {
            schema("");
        }
    }

    /** Collation id that statements are read with, 0 before the login. */
    int collation() {
        return collation;
    }

    void charset(String name) {
        if (name.equalsIgnoreCase("default")) {
            reset();
            return;
        }
        int id = Charsets.collation(name);
        if (id > 0 && id != collation) {
            collation = id;
            facts = null;
        }
    }

    private boolean secure() {
        return clientLeg.kind() != LegSecurity.Kind.PLAIN;
    }

    private void identity(String who, String withPlugin, List<Map.Entry<String, String>> withAttributes) {
        user = who;
        plugin = withPlugin.isEmpty() ? plugin : withPlugin;
        attributes = withAttributes;
        String name = attribute("program_name");
        name = name.isEmpty() ? attribute("_client_name") : name;
        program = name.isEmpty() ? program : name;
    }

    private String attribute(String name) {
        for (Map.Entry<String, String> each : attributes) {
            if (each.getKey().equals(name)) {
                return each.getValue();
            }
        }
        return "";
    }
}
