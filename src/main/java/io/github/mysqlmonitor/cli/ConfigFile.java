package io.github.mysqlmonitor.cli;

import io.github.mysqlmonitor.config.ConfigException;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a configuration file says: settings by the names of the command line's options, and listeners with settings of
 * their own. Values stay text; whoever knows the options gives them meaning.
 *
 * @param settings for the process, and for all listeners that do not say otherwise
 * @param listeners empty when the file names none
 */
record ConfigFile(Path path, Map<String, Setting> settings, List<Map<String, Setting>> listeners) {
    private static final long MAX_BYTES = 1 << 20;

    ConfigFile {
        settings = Map.copyOf(settings);
        listeners = List.copyOf(listeners);
    }

    /**
     * A key with its value, or values.
     *
     * @param line where it stands, from 1
     */
    record Setting(String key, List<String> values, int line, int column) {
        Setting {
            values = List.copyOf(values);
        }

        /** For messages: {@code FILE:LINE:COLUMN: }. */
        String at(Path path) {
            return path + ":" + line + ":" + column + ": ";
        }
    }

    /**
     * Reads YAML 1.2.
     *
     * @param keys what may stand at the top
     * @param listenerKeys what may stand in a listener
     * @throws ConfigException USAGE: one line, with file, line and column
     */
    static ConfigFile read(Path path, Set<String> keys, Set<String> listenerKeys) {
        try {
            if (Files.size(path) > MAX_BYTES) {
                throw new ConfigException(ConfigException.Kind.USAGE, path + " is no configuration: above 1 MiB");
            }
            return new YamlConfig(path, keys, listenerKeys).parse(Files.readString(path));
        } catch (NoSuchFileException e) {
            throw new ConfigException(ConfigException.Kind.USAGE, path + " does not exist", e);
        } catch (MalformedInputException e) {
            throw new ConfigException(ConfigException.Kind.USAGE, path + " is not UTF-8", e);
        } catch (IOException e) {
            throw new ConfigException(ConfigException.Kind.USAGE, path + " cannot be read: " + e.getMessage(), e);
        }
    }
}
