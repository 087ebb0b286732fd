package io.github.mysqlmonitor.cli;

import io.github.mysqlmonitor.config.ClientSslMode;
import io.github.mysqlmonitor.config.ConfigException;
import io.github.mysqlmonitor.config.ServerSslMode;
import io.github.mysqlmonitor.config.ValuePolicy;
import io.github.mysqlmonitor.sink.SinkSpec;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** What {@code --strict} means: a rule for each option that can weaken something. */
final class Strictness {
    private static final String NOT_AT_ALL = "leave it out";
    private static final String KEY_LOG_VARIABLE = "SSLKEYLOGFILE";

    /**
     * One option.
     *
     * @param weaker whether it asks for less than is demanded
     * @param tighten gives it the demanded value, if nobody has named another
     */
    private record Rule(String option, String demanded, Predicate<RunOptions> weaker, Consumer<RunOptions> tighten) {}

    private static final List<Rule> RULES = List.of(
            new Rule(
                    "client-ssl-mode",
                    "it needs REQUIRED",
                    options -> options.tls.clientMode != ClientSslMode.REQUIRED,
                    options -> options.tls.clientMode = ClientSslMode.REQUIRED),
            new Rule(
                    "server-ssl-mode",
                    "it needs VERIFY_IDENTITY or VERIFY_PIN",
                    options -> options.tls.serverMode != ServerSslMode.VERIFY_IDENTITY
                            && options.tls.serverMode != ServerSslMode.VERIFY_PIN,
                    options -> options.tls.serverMode = ServerSslMode.VERIFY_IDENTITY),
            new Rule(
                    "values",
                    "it needs mask",
                    options -> options.log.values != ValuePolicy.MASK,
                    options -> options.log.values = ValuePolicy.MASK),
            new Rule("show-secrets", NOT_AT_ALL, options -> options.log.showSecrets, Strictness::nothing),
            new Rule("sink", "its secrets must be off", Strictness::sinkGetsSecrets, Strictness::nothing),
            new Rule(
                    "allow-local-identity",
                    NOT_AT_ALL,
                    options -> options.listener.allowLocalIdentity,
                    Strictness::nothing),
            new Rule(
                    "allow-cleartext-upstream",
                    NOT_AT_ALL,
                    options -> options.passwords.allowCleartextUpstream,
                    Strictness::nothing),
            new Rule("tls-keylog", NOT_AT_ALL, options -> true, Strictness::nothing));

    private Strictness() {}

    private static void nothing(RunOptions options) {}

    /**
     * Gives the options that nobody has named their strict values.
     *
     * @throws ConfigException of kind USAGE if somebody has named a weaker one
     */
    static void apply(RunOptions options, Origins origins, UnaryOperator<String> environment) {
        for (Rule rule : RULES) {
            if (rule.weaker.test(options)) {
                origins.of(rule.option).ifPresent(origin -> {
                    throw refused(origin.words(), rule.demanded);
                });
                rule.tighten.accept(options);
            }
        }
        String keyLog = environment.apply(KEY_LOG_VARIABLE);
        if (keyLog != null && !keyLog.isEmpty()) {
            throw refused("the environment's " + KEY_LOG_VARIABLE, NOT_AT_ALL);
        }
    }

    private static ConfigException refused(String words, String demanded) {
        return new ConfigException(ConfigException.Kind.USAGE, "--strict does not allow " + words + ": " + demanded);
    }

    private static boolean sinkGetsSecrets(RunOptions options) {
        return options.log.sinks.stream()
                .map(uri -> SinkSpec.parse(uri, Map.of()))
                .anyMatch(spec -> "on".equals(spec.options().get("secrets")));
    }

    /** What an option has by {@code --strict} alone, for those that differ from their default; null for others. */
    static String value(String option) {
        return switch (option) {
            case "client-ssl-mode" -> ClientSslMode.REQUIRED.name();
            case "server-ssl-mode" -> ServerSslMode.VERIFY_IDENTITY.name();
            case "values" -> "mask";
            default -> null;
        };
    }
}
