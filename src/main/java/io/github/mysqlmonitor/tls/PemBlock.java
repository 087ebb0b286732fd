package io.github.mysqlmonitor.tls;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;

/**
 * One block of a PEM file. Reading it takes the JDK only: BouncyCastle's jars are signed, and opening them costs a start
 * more than everything else about a certificate.
 *
 * @param type what stands behind BEGIN
 * @param text the whole block, for who reads encrypted ones
 * @param base64 the lines between BEGIN and END; of an encrypted key of the old form they begin with headers
 */
record PemBlock(String type, String text, String base64) {
    private static final String BEGIN = "-----BEGIN ";
    private static final String DASHES = "-----";

    /**
     * All blocks of a text; what stands between them is for people.
     *
     * @throws IOException if a block has no end
     */
    static List<PemBlock> read(String text) throws IOException {
        List<PemBlock> blocks = new ArrayList<>();
        for (Iterator<String> lines = text.lines().map(String::strip).iterator(); lines.hasNext(); ) {
            String line = lines.next();
            if (line.startsWith(BEGIN) && line.endsWith(DASHES) && line.length() > BEGIN.length() + DASHES.length()) {
                blocks.add(read(line.substring(BEGIN.length(), line.length() - DASHES.length()), lines));
            }
        }
        return blocks;
    }

    private static PemBlock read(String type, Iterator<String> lines) throws IOException {
        String end = "-----END " + type + DASHES;
        StringBuilder text = new StringBuilder(BEGIN + type + DASHES + "\n");
        int start = text.length();
        while (lines.hasNext()) {
            String line = lines.next();
            if (line.equals(end)) {
                String base64 = text.substring(start);
                return new PemBlock(type, text.append(end).append('\n').toString(), base64);
            }
            text.append(line).append('\n');
        }
        throw new IOException(end + " not found");
    }

    /** Whether lines such as {@code Proc-Type: 4,ENCRYPTED} come before the content. */
    boolean hasHeaders() {
        return base64.indexOf(':') >= 0;
    }

    /** @throws IOException if it is not Base64 */
    byte[] content() throws IOException {
        try {
            return Base64.getDecoder().decode(base64.replace("\n", ""));
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
