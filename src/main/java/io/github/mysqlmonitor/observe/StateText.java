package io.github.mysqlmonitor.observe;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mysqlmonitor.packet.SessionState;
import java.util.Map;

/** Describes what an OK says about the session: {@code schema=shop, autocommit=ON, transaction=T_______}. */
final class StateText {
    /** Its value may hold a user and a password. */
    static final String REDIRECT = "redirect_url";

    private static final int MAX_TEXT = 100;
    private static final int MAX_STATE = 1000;

    private StateText() {}

    static void describe(StringBuilder out, SessionState state, PacketText packet, boolean showSecrets) {
        ValueText values = packet.values(showSecrets);
        int start = out.length();
        for (SessionState.Change change : state.changes()) {
            out.append(out.length() > start ? ", " : "");
            if (out.length() - start >= MAX_STATE) {
                out.append('…');
                return;
            }
            if (change instanceof SessionState.SystemVariables variables) {
                variables(out, variables, start + MAX_STATE, values, showSecrets);
            } else if (change instanceof SessionState.Schema schema) {
                entry(out, "schema", schema.name());
            } else if (change instanceof SessionState.StateChange changed) {
                entry(out, "changed", String.valueOf(changed.value()));
            } else if (change instanceof SessionState.Gtids gtids) {
                entry(out, "gtid", gtids.gtids());
            } else if (change instanceof SessionState.TransactionCharacteristics characteristics) {
                byte[] sql = characteristics.sql().getBytes(UTF_8);
                entry(out, "characteristics", values.sql(sql, UTF_8, packet.dialect()));
            } else if (change instanceof SessionState.TransactionState transaction) {
                entry(out, "transaction", transaction.flags());
            } else if (change instanceof SessionState.Other other) {
                out.append("type ").append(other.type());
                out.append(" (").append(other.data().length()).append(" bytes)");
            }
        }
        if (!state.rest().isEmpty()) {
            out.append(out.length() > start ? ", …" : "…");
        }
    }

    private static void variables(
            StringBuilder out, SessionState.SystemVariables variables, int end, ValueText values, boolean showSecrets) {
        String separator = "";
        for (Map.Entry<String, String> each : variables.variables()) {
            if (out.length() >= end) {
                return;
            }
            out.append(separator);
            separator = ", ";
            boolean secret = !showSecrets && each.getKey().equalsIgnoreCase(REDIRECT);
            entry(out, each.getKey(), secret ? ValueText.SECRET : values.value(each.getValue()));
        }
    }

    private static void entry(StringBuilder out, String name, String value) {
        Line.append(out, name, MAX_TEXT);
        out.append('=');
        Line.append(out, value, MAX_TEXT);
    }
}
