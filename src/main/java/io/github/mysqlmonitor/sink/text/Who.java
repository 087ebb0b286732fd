package io.github.mysqlmonitor.sink.text;

import io.github.mysqlmonitor.event.SessionFacts;

/** {@code user@client(program)}; what is not known is left out. */
final class Who {
    private Who() {}

    static StringBuilder append(StringBuilder out, SessionFacts facts) {
        out.append(facts.user().isEmpty() ? "?" : facts.user()).append('@').append(host(facts.client()));
        if (!facts.program().isEmpty()) {
            out.append('(').append(facts.program()).append(')');
        }
        return out;
    }

    /** Without the port, which is another one for each session and is in its {@code open} line. */
    private static String host(String client) {
        if (client.startsWith("unix:")) {
            return "unix";
        }
        int colon = client.lastIndexOf(':');
        return colon < 0 ? client : client.substring(0, colon);
    }
}
