package io.github.mysqlmonitor.observe;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.mysqlmonitor.config.ValuePolicy;
import io.github.mysqlmonitor.sql.HiddenPlaces;
import io.github.mysqlmonitor.sql.Literal;
import io.github.mysqlmonitor.sql.LiteralScan;
import io.github.mysqlmonitor.sql.MaskedSql;
import io.github.mysqlmonitor.sql.PasswordHash;
import io.github.mysqlmonitor.sql.SecretMask;
import io.github.mysqlmonitor.sql.SqlDialect;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Writes whatever may hold a secret or a value as {@code --values} wants it: passwords as {@code ***} under every policy,
 * values as they are, as {@code ?}, or as {@code ?} and eight hex digits. These are the same for a literal, a bound value
 * and a row's column of the same text. May be used from any thread.
 */
final class ValueText {
    static final String SECRET = "***";

    private static final String MARK = "?";
    private static final int[] NO_SECRETS = {};
    private static final Pattern NUMBER = Pattern.compile("-?[0-9.][0-9.eE+-]*");
    /**
     * The server's own counts, such as {@code Rows matched: 1  Changed: 1  Warnings: 0}. All of it is possessive, because
     * a group that may give back recurses once for each match.
     */
    private static final Pattern COUNTS = Pattern.compile("(?:\\s*+[A-Z][A-Za-z ]{0,30}+: \\d++)++\\s*+");

    private static final int MAX_COUNTS_LENGTH = 200;

    /** Connection attributes that name software; others are set by the application. */
    private static final Set<String> SOFTWARE = Set.of(
            "_client_name",
            "_client_version",
            "_client_license",
            "_connector_name",
            "_connector_version",
            "_connector_license",
            "_os",
            "_pid",
            "_platform",
            "_runtime_vendor",
            "_runtime_version",
            "_server_host",
            "_source_host",
            "_thread",
            "program_name");

    private final ValuePolicy policy;
    private final boolean showSecrets;
    private final ValueHash hash;

    private ValueText(ValuePolicy policy, boolean showSecrets, ValueHash hash) {
        this.policy = policy;
        this.showSecrets = showSecrets;
        this.hash = hash;
    }

    /** Hashes with a key of this process, so that marks cannot be looked up in a table of known values. */
    static ValueText of(ValuePolicy policy) {
        return new ValueText(policy, false, ValueHash.OF_PROCESS);
    }

    static ValueText of(ValuePolicy policy, ValueHash hash) {
        return new ValueText(policy, false, hash);
    }

    /** The same, but leaves secrets readable where the policy does. */
    ValueText showingSecrets(boolean show) {
        return show == showSecrets ? this : new ValueText(policy, show, hash);
    }

    /** Whether it writes everything as the other does. */
    boolean writesAs(ValueText other) {
        return policy == other.policy && showSecrets == other.showSecrets && hash == other.hash;
    }

    /** Whether values stay readable. */
    boolean shows() {
        return policy == ValuePolicy.SHOW;
    }

    /** A statement, or the beginning of one. */
    String sql(byte[] sql, Charset charset, SqlDialect dialect) {
        int[] secrets = showSecrets ? NO_SECRETS : SecretMask.ranges(sql);
        List<Literal> literals = shows() ? List.of() : LiteralScan.of(sql, dialect);
        return MaskedSql.write(sql, charset, secrets, literals, literal -> {
            boolean bare = policy == ValuePolicy.MASK
                    || literal.kind() == Literal.Kind.COMMENT
                    || literal.kind() == Literal.Kind.CUT_NAME;
            return bare ? MARK : mark(new String(literal.value(sql, dialect), charset));
        });
    }

    /** What a digest must not show, secrets under every policy: pairs of first byte and end. */
    int[] hidden(byte[] sql, SqlDialect dialect) {
        return HiddenPlaces.of(SecretMask.ranges(sql), shows() ? List.of() : LiteralScan.of(sql, dialect));
    }

    /** Text of a bound value, of a row's column or of a query attribute; statements in it are searched for secrets. */
    String value(String text) {
        if (!shows()) {
            return mark(text);
        }
        if (showSecrets) {
            return text;
        }
        int[] secrets = SecretMask.ranges(text);
        if (secrets.length == 0) {
            return PasswordHash.is(text) ? SECRET : text;
        }
        return MaskedSql.write(text.getBytes(UTF_8), UTF_8, secrets, List.of(), literal -> MARK);
    }

    /**
     * Text of a bound value.
     *
     * @param secret whether it stands for a password, as {@link SecretMask#parameters} tells
     */
    String bound(String text, boolean secret) {
        return secret && !showSecrets ? SECRET : value(text);
    }

    /** Value of a connection attribute. */
    String connectionAttribute(String name, String value) {
        return SOFTWARE.contains(name) ? value : value(value);
    }

    static boolean isSoftware(String connectionAttribute) {
        return SOFTWARE.contains(connectionAttribute);
    }

    /** A column's name, which is the text of the expression if it has no name of its own. */
    String columnName(String name, boolean expression) {
        return expression ? value(name) : name;
    }

    /**
     * An error message.
     *
     * @param code the error's number
     * @param statement SQL that it answers, which it may be quoting; null if there is none
     * @param cut whether that is only the beginning
     */
    String error(int code, String message, byte[] statement, boolean cut) {
        String shown = message;
        if (!showSecrets) {
            byte[] bytes = message.getBytes(UTF_8);
            int from = ErrorSecrets.from(code, bytes, 0, statement, cut);
            shown = from < bytes.length ? new String(bytes, 0, from, UTF_8) + SECRET : message;
        }
        return shows() ? shown : ErrorValues.mask(code, shown, this);
    }

    /** What the server adds to an OK; the counts of rows are no values. */
    String info(String text) {
        boolean counts = !shows() && text.length() <= MAX_COUNTS_LENGTH;
        return counts && COUNTS.matcher(text).matches() ? text : value(text);
    }

    /** The mark of a value, whatever it is; a number's sign stays, as it does in SQL. */
    String mark(String text) {
        if (policy == ValuePolicy.MASK) {
            return MARK;
        }
        boolean negative = text.startsWith("-") && NUMBER.matcher(text).matches();
        return negative ? "-" + MARK + hash.of(text.substring(1)) : MARK + hash.of(text);
    }
}
