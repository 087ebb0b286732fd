package io.github.mysqlmonitor.clients;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Looks for passwords in what was written: as text, as hexadecimal digits, and within the Base64 of packets. */
final class PasswordSearch {
    private static final Pattern BASE64 =
            Pattern.compile("\"(?:mysql_monitor\\.packet\\.)?payload_base64\":\"([A-Za-z0-9+/=]+)\"");

    private final List<String> passwords;
    /** Each as it looks in a text that was read byte by byte. */
    private final List<String> raw;

    private final List<String> digits;
    private final List<String> found = new ArrayList<>();
    private int packets;

    PasswordSearch(List<String> passwords) {
        this.passwords = passwords;
        this.raw = passwords.stream()
                .map(password -> new String(password.getBytes(UTF_8), ISO_8859_1))
                .toList();
        this.digits = passwords.stream()
                .map(password -> HexFormat.of().formatHex(password.getBytes(UTF_8)))
                .toList();
    }

    /** Reads all files in there, line by line, as there are hundreds of megabytes. */
    void through(Path directory) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(directory)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            try (BufferedReader lines = Files.newBufferedReader(file, ISO_8859_1)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    look(file, line);
                }
            }
        }
    }

    private void look(Path file, String line) {
        for (int i = 0; i < passwords.size(); i++) {
            if (line.contains(raw.get(i)) || line.contains(digits.get(i))) {
                found.add(passwords.get(i) + " in " + file + ": " + line);
            }
        }
        Matcher base64 = BASE64.matcher(line);
        while (base64.find()) {
            packets++;
            String packet = new String(Base64.getDecoder().decode(base64.group(1)), ISO_8859_1);
            for (int i = 0; i < passwords.size(); i++) {
                if (packet.contains(raw.get(i))) {
                    found.add(passwords.get(i) + " in a packet in " + file + ": " + line);
                }
            }
        }
    }

    /** Returns the passwords that were seen, and where. */
    List<String> found() {
        return List.copyOf(found);
    }

    /** Returns how many packets were looked into. */
    int packets() {
        return packets;
    }
}
