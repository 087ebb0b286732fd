package io.github.mysqlmonitor.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * By what a change of files is seen without reading them: for each path where its links lead, and which file is there.
 * So the swap of a link is a change, be it of the file itself or of a directory above it.
 */
record FileStamps(List<String> stamps) {
    /** A file that is not there, or cannot be looked at, has a stamp as well: when it comes back, that is a change. */
    static FileStamps of(Collection<Path> paths) {
        List<String> stamps = new ArrayList<>();
        for (Path path : paths) {
            stamps.add(stamp(path));
        }
        return new FileStamps(List.copyOf(stamps));
    }

    private static String stamp(Path path) {
        try {
            Path target = path.toRealPath();
            BasicFileAttributes file = Files.readAttributes(target, BasicFileAttributes.class);
            return target + " " + file.fileKey() + " " + file.lastModifiedTime() + " " + file.size();
        } catch (IOException e) {
            return path + " " + e.getClass().getSimpleName();
        }
    }
}
