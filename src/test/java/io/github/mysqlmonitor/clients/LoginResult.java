package io.github.mysqlmonitor.clients;

import io.github.mysqlmonitor.clients.LoginClient.Account;
import io.github.mysqlmonitor.clients.LoginClient.Leg;
import io.github.mysqlmonitor.testing.ServerKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * One cell of the login matrix: what a client saw of a server, and what it saw through the proxy.
 *
 * @param what the client did: {@code login} or {@code user change}
 * @param cold whether the server had forgotten all passwords
 * @param direct without the proxy
 * @param expected what is to be seen through the proxy: the same, or a part of the proxy's own words
 */
record LoginResult(
        ServerKind server,
        LoginPlace place,
        LoginClient client,
        Leg leg,
        String what,
        Account account,
        boolean cold,
        String direct,
        String expected,
        String proxied) {

    boolean isAsExpected() {
        return expected.equals(direct) ? proxied.equals(direct) : proxied.contains(expected);
    }

    /** Whether the client got in through the proxy. */
    boolean isOk() {
        return proxied.startsWith(account.user() + "@") || proxied.contains(", then " + account.user() + "@");
    }

    /** Writes them as an array of objects. */
    static void write(List<LoginResult> all, Path file) throws IOException {
        try (JsonGenerator json =
                new JsonFactory().createGenerator(ObjectWriteContext.empty(), Files.newOutputStream(file))) {
            json.writeStartArray();
            for (LoginResult result : all) {
                json.writeStartObject();
                json.writeStringProperty("server", result.server.scriptName());
                json.writeStringProperty(
                        "client_ssl_mode", result.place.client().name());
                json.writeStringProperty(
                        "server_ssl_mode", result.place.server().name());
                json.writeBooleanProperty("clear_text_allowed", result.place.clearTextAllowed());
                json.writeStringProperty("client", result.client.toString());
                json.writeStringProperty("leg", result.leg.name());
                json.writeStringProperty("what", result.what);
                json.writeStringProperty("plugin", result.account.plugin().toString());
                json.writeStringProperty("account", result.account.what());
                json.writeStringProperty("cache", result.cold ? "cold" : "warm");
                json.writeBooleanProperty("as_expected", result.isAsExpected());
                json.writeStringProperty("direct", result.direct);
                json.writeStringProperty("proxied", result.proxied);
                json.writeEndObject();
            }
            json.writeEndArray();
        }
    }

    @Override
    public String toString() {
        return server.scriptName() + " " + place + ": " + client + " " + leg + " " + what + " "
                + (cold ? "cold " : "warm ") + account + " expected <" + expected + "> but was <" + proxied + ">";
    }
}
