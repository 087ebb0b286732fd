package io.github.mysqlmonitor.cli;

import io.github.mysqlmonitor.config.ConfigException;
import io.github.mysqlmonitor.config.Suggestion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Binds the nodes of a YAML document to settings, strictly: what is not understood is an error at its place. */
final class YamlConfig {
    private static final String VERSION = "version";
    private static final String LISTENERS = "listeners";
    private static final int MAX_ALIASES = 50;

    private final Path path;
    private final Set<String> keys;
    private final Set<String> listenerKeys;
    private final List<Map<String, ConfigFile.Setting>> listeners = new ArrayList<>();

    YamlConfig(Path path, Set<String> keys, Set<String> listenerKeys) {
        this.path = path;
        this.keys = keys;
        this.listenerKeys = listenerKeys;
    }

    ConfigFile parse(String text) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(path.toString())
                .setMaxAliasesForCollections(MAX_ALIASES)
                .build();
        Optional<Node> root;
        try {
            root = new Compose(settings).composeString(text);
        } catch (MarkedYamlEngineException e) {
            throw wrong(e.getProblemMark(), "is no YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            throw new ConfigException(
                    ConfigException.Kind.USAGE,
                    path + " is no YAML: " + e.getMessage().lines().findFirst().orElse(""),
                    e);
        }
        if (root.isEmpty()) {
            return new ConfigFile(path, Map.of(), List.of());
        }
        Map<String, ConfigFile.Setting> top = settings(mapping(root.get(), "the file"), keys, true);
        return new ConfigFile(path, top, listeners);
    }

    private Map<String, ConfigFile.Setting> settings(MappingNode mapping, Set<String> known, boolean top) {
        Map<String, ConfigFile.Setting> settings = new LinkedHashMap<>();
        Set<String> seen = new TreeSet<>();
        for (NodeTuple tuple : mapping.getValue()) {
            String key = scalar(tuple.getKeyNode(), "a key");
            if (!seen.add(key)) {
                throw wrong(tuple.getKeyNode().getStartMark(), "\"" + key + "\" is there twice");
            }
            if (top && key.equals(VERSION)) {
                checkVersion(tuple.getValueNode());
            } else if (top && key.equals(LISTENERS)) {
                readListeners(tuple.getValueNode());
            } else if (known.contains(key)) {
                settings.put(key, setting(key, tuple));
            } else {
                throw unknown(tuple.getKeyNode(), key, known, top);
            }
        }
        return settings;
    }

    private ConfigException unknown(Node at, String key, Set<String> known, boolean top) {
        if (!top && keys.contains(key)) {
            return wrong(at.getStartMark(), "\"" + key + "\" is for the whole process: put it at the top of the file");
        }
        Set<String> all = new TreeSet<>(known);
        if (top) {
            all.add(VERSION);
            all.add(LISTENERS);
        }
        return wrong(at.getStartMark(), "unknown key \"" + key + "\"" + Suggestion.meant(key, all));
    }

    private void checkVersion(Node value) {
        String version = scalar(value, VERSION);
        if (!version.equals("1")) {
            throw wrong(value.getStartMark(), "version " + version + " is not known, there is only 1");
        }
    }

    private void readListeners(Node value) {
        if (!(value instanceof SequenceNode sequence) || sequence.getValue().isEmpty()) {
            throw wrong(value.getStartMark(), "\"listeners\" must be a list, each entry with its own keys");
        }
        for (Node entry : sequence.getValue()) {
            listeners.add(settings(mapping(entry, "a listener"), listenerKeys, false));
        }
    }

    private ConfigFile.Setting setting(String key, NodeTuple tuple) {
        List<String> values = new ArrayList<>();
        Node value = tuple.getValueNode();
        if (value instanceof SequenceNode sequence) {
            sequence.getValue().forEach(entry -> values.add(scalar(entry, key)));
        } else {
            values.add(scalar(value, key));
        }
        Mark mark = mark(tuple.getKeyNode().getStartMark());
        return new ConfigFile.Setting(key, values, mark.getLine() + 1, mark.getColumn() + 1);
    }

    private MappingNode mapping(Node node, String what) {
        if (node instanceof MappingNode mapping) {
            return mapping;
        }
        throw wrong(node.getStartMark(), what + " must consist of lines \"key: value\"");
    }

    private String scalar(Node node, String what) {
        if (!(node instanceof ScalarNode scalar)) {
            throw wrong(
                    node.getStartMark(),
                    what + " must be a single value; one that ends with a colon or contains \": \" needs quotes");
        }
        if (scalar.getTag().equals(Tag.NULL)) {
            throw wrong(node.getStartMark(), what + " has no value");
        }
        return scalar.getValue();
    }

    private ConfigException wrong(Optional<Mark> mark, String what) {
        Mark place = mark(mark);
        return new ConfigException(
                ConfigException.Kind.USAGE,
                path + ":" + (place.getLine() + 1) + ":" + (place.getColumn() + 1) + ": " + what);
    }

    /** The engine gives marks unless it is told not to. */
    private static Mark mark(Optional<Mark> mark) {
        return mark.orElseThrow(() -> new IllegalStateException("a YAML node without its place"));
    }
}
