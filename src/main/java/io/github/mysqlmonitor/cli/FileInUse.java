package io.github.mysqlmonitor.cli;

import io.github.mysqlmonitor.cli.ConfigFile.Setting;
import io.github.mysqlmonitor.config.ConfigException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The configuration file whose settings are in use, and what has become of it since. Not for several threads. */
final class FileInUse {
    /** What new sessions can follow; all else is made once, at the start. */
    static final Set<String> AT_RUN_TIME = Set.of(
            "max-connections",
            "max-handshakes",
            "max-handshakes-per-client",
            "connect-timeout",
            "abandoned-login",
            "inject-attributes",
            "client-ssl-mode",
            "server-ssl-mode",
            "cert",
            "key",
            "key-password-file",
            "client-ssl-ca",
            "client-ssl-capath",
            "client-ssl-crl",
            "client-ssl-verify",
            "server-ssl-ca",
            "server-ssl-capath",
            "server-ssl-crl",
            "server-ssl-pin",
            "server-ssl-cert",
            "server-ssl-key",
            "server-ssl-key-password-file",
            "server-cert-map",
            "server-sni",
            "tls-versions",
            "tls-ciphers",
            "tls-engine",
            "handshake-timeout",
            "server-public-key",
            "allow-cleartext-upstream",
            "drain-at",
            "drain-timeout",
            "tcp-user-timeout");

    private final Layers layers;
    private final Path path;
    private List<Map<String, Setting>> settings;

    private FileInUse(Layers layers, Path path, List<Map<String, Setting>> settings) {
        this.layers = layers;
        this.path = path;
        this.settings = settings;
    }

    /**
     * What has changed.
     *
     * @param listeners the options of each, with what can change at run time as the file now has it, all else as it was
     * @param applied the keys of these changes; empty if there is nothing to apply
     * @param needRestart a sentence for each other change
     */
    record Change(
            List<Map<String, Setting>> settings,
            List<RunOptions> listeners,
            Set<String> applied,
            List<String> needRestart) {}

    /** @throws RuntimeException as {@link Layers#of} */
    static FileInUse read(Layers layers, Path path) {
        return new FileInUse(layers, path, layers.settings(layers.read(path)));
    }

    Path path() {
        return path;
    }

    /** The options of each listener, as they are in use. */
    List<RunOptions> listeners() {
        return settings.stream().map(each -> layers.parse(each, path)).toList();
    }

    /** Reads the file again. @throws RuntimeException as {@link Layers#of}: nothing has changed then */
    Change again() {
        List<Map<String, Setting>> fresh = layers.settings(layers.read(path));
        // Also what needs a restart must be right, or the restart would be the moment to find out.
        List<RunOptions> whole =
                fresh.stream().map(each -> layers.parse(each, path)).toList();
        whole.forEach(this::check);
        if (fresh.size() != settings.size()) {
            return new Change(
                    settings,
                    List.of(),
                    Set.of(),
                    List.of("the number of listeners has changed from " + settings.size() + " to " + fresh.size()));
        }
        Set<String> applied = new TreeSet<>();
        Set<String> needRestart = new LinkedHashSet<>();
        List<Map<String, Setting>> merged = new ArrayList<>();
        for (int i = 0; i < fresh.size(); i++) {
            merged.add(merge(settings.get(i), fresh.get(i), applied, needRestart));
        }
        List<RunOptions> options =
                merged.stream().map(each -> layers.parse(each, path)).toList();
        return new Change(merged, options, applied, List.copyOf(needRestart));
    }

    private void check(RunOptions options) {
        if (!options.hasUpstream()) {
            throw new ConfigException(ConfigException.Kind.USAGE, path + " names no upstream any more");
        }
        options.proxy();
        options.tls();
        options.localIdentity();
    }

    /** The change is in use from now on. */
    void adopt(Change change) {
        settings = change.settings();
    }

    private Map<String, Setting> merge(
            Map<String, Setting> before, Map<String, Setting> now, Set<String> applied, Set<String> needRestart) {
        Map<String, Setting> merged = new LinkedHashMap<>(before);
        Set<String> keys = new TreeSet<>(before.keySet());
        keys.addAll(now.keySet());
        boolean another = settings.size() > 1 && !same(before.get("listen"), now.get("listen"));
        for (String key : keys) {
            if (same(before.get(key), now.get(key))) {
                continue;
            }
            if (!AT_RUN_TIME.contains(key) || another) {
                needRestart.add(Optional.ofNullable(now.get(key))
                        .map(setting -> path + ":" + setting.line() + ": " + key + " has changed")
                        .orElse(path + ": " + key + " is not there any more"));
            } else {
                applied.add(key);
                if (now.containsKey(key)) {
                    merged.put(key, now.get(key));
                } else {
                    merged.remove(key);
                }
            }
        }
        return merged;
    }

    /** Wherever it stands. */
    private static boolean same(Setting one, Setting other) {
        return Optional.ofNullable(one)
                .map(Setting::values)
                .equals(Optional.ofNullable(other).map(Setting::values));
    }
}
