package io.github.mysqlmonitor.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Commands of one session, each with its whole answer; and how many were sent and answered. */
final class Statements {
    private static final int QUIT = 0x01;
    private static final int QUERY = 0x03;
    private static final int PREPARE = 0x16;
    private static final int EXECUTE = 0x17;
    private static final int CLOSE = 0x19;
    private static final int OK = 0x00;
    private static final int EOF = 0xFE;
    private static final int ERR = 0xFF;
    private static final int MAX_EOF = 9;
    private static final int TYPE_STRING = 0xFE;

    private final MySqlSession session;
    private final Counts counts;

    Statements(MySqlSession session, Counts counts) {
        this.session = session;
        this.counts = counts;
    }

    /** An ERR of the server. */
    static final class Refused extends IOException {
        private static final long serialVersionUID = 1;
        private final int code;

        Refused(int code, String message) {
            super(code + " " + message);
            this.code = code;
        }

        int code() {
            return code;
        }
    }

    /** Takes a row of a result, values as the server sent them; null where NULL was sent. */
    interface Rows {
        void row(List<byte[]> values) throws IOException;
    }

    /** Runs a statement and collects its rows as text; none for a statement without a result. */
    List<List<String>> query(String sql) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        query(sql, values -> rows.add(texts(values)));
        return rows;
    }

    void query(String sql, Rows rows) throws IOException {
        send(QUERY, sql.getBytes(StandardCharsets.UTF_8));
        Reader head = head();
        if (head.first() == ERR) {
            counts.completed.increment();
            throw refused(head);
        }
        if (head.first() != OK) {
            result((int) head.number(), false, rows);
        }
        counts.completed.increment();
    }

    private void result(int columns, boolean binary, Rows rows) throws IOException {
        for (int i = 0; i <= columns; i++) {
            session.read(); // definitions, then EOF
        }
        while (true) {
            Reader packet = head();
            if (packet.first() == EOF && packet.length() < MAX_EOF) {
                return;
            }
            if (packet.first() == ERR) {
                counts.completed.increment();
                throw refused(packet);
            }
            List<byte[]> values = new ArrayList<>(columns);
            if (binary) {
                packet.skip(1 + (columns + 9) / 8); // no NULL is ever asked for
            }
            for (int i = 0; i < columns; i++) {
                values.add(packet.bytes());
            }
            rows.row(values);
        }
    }

    /** Prepares a statement and gives its number; its parameters and its columns are texts. */
    int prepare(String sql) throws IOException {
        send(PREPARE, sql.getBytes(StandardCharsets.UTF_8));
        Reader ok = head();
        if (ok.first() == ERR) {
            counts.completed.increment();
            throw refused(ok);
        }
        ok.skip(1);
        int statement = (int) ok.fixed(4);
        int columns = (int) ok.fixed(2);
        int parameters = (int) ok.fixed(2);
        for (int i = 0; i < (parameters > 0 ? parameters + 1 : 0) + (columns > 0 ? columns + 1 : 0); i++) {
            session.read();
        }
        counts.completed.increment();
        return statement;
    }

    List<List<String>> execute(int statement, String... parameters) throws IOException {
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        fixed(payload, statement, 4);
        payload.write(0); // no cursor
        fixed(payload, 1, 4);
        payload.writeBytes(new byte[(parameters.length + 7) / 8]);
        payload.write(1); // types follow
        for (int i = 0; i < parameters.length; i++) {
            fixed(payload, TYPE_STRING, 2);
        }
        for (String parameter : parameters) {
            byte[] text = parameter.getBytes(StandardCharsets.UTF_8);
            payload.write(text.length); // all of them are short
            payload.writeBytes(text);
        }
        send(EXECUTE, payload.toByteArray());
        Reader head = head();
        if (head.first() == ERR) {
            counts.completed.increment();
            throw refused(head);
        }
        List<List<String>> rows = new ArrayList<>();
        result((int) head.number(), true, values -> rows.add(texts(values)));
        counts.completed.increment();
        return rows;
    }

    /** Has no answer. */
    void close(int statement) throws IOException {
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        fixed(payload, statement, 4);
        send(CLOSE, payload.toByteArray());
    }

    /** Sends a statement and does not wait for its answer. */
    void begin(String sql) throws IOException {
        send(QUERY, sql.getBytes(StandardCharsets.UTF_8));
    }

    /** Says goodbye; has no answer. */
    void quit() throws IOException {
        counts.attempted.increment();
        session.close();
    }

    private void send(int command, byte[] rest) throws IOException {
        byte[] payload = new byte[rest.length + 1];
        payload[0] = (byte) command;
        System.arraycopy(rest, 0, payload, 1, rest.length);
        counts.attempted.increment();
        session.command(payload);
    }

    private Reader head() throws IOException {
        return new Reader(session.read());
    }

    private static Refused refused(Reader err) throws IOException {
        err.skip(1);
        int code = (int) err.fixed(2);
        return new Refused(code, err.rest());
    }

    private static List<String> texts(List<byte[]> values) {
        List<String> texts = new ArrayList<>(values.size());
        for (byte[] value : values) {
            texts.add(value == null ? null : new String(value, StandardCharsets.UTF_8));
        }
        return texts;
    }

    private static void fixed(ByteArrayOutputStream out, long value, int bytes) {
        for (int i = 0; i < bytes; i++) {
            out.write((int) (value >>> 8 * i));
        }
    }

    /** A packet, read from its beginning. */
    private static final class Reader {
        private final byte[] packet;
        private int at;

        Reader(byte[] packet) {
            this.packet = packet;
        }

        int first() {
            return packet[0] & 0xFF;
        }

        int length() {
            return packet.length;
        }

        void skip(int bytes) {
            at += bytes;
        }

        long fixed(int bytes) throws IOException {
            if (at + bytes > packet.length) {
                throw new IOException("a packet is cut off");
            }
            long value = 0;
            for (int i = 0; i < bytes; i++) {
                value |= (packet[at++] & 0xFFL) << 8 * i;
            }
            return value;
        }

        /** Length-encoded. */
        long number() throws IOException {
            int first = (int) fixed(1);
            return switch (first) {
                case 0xFC -> fixed(2);
                case 0xFD -> fixed(3);
                case 0xFE -> fixed(8);
                default -> first;
            };
        }

        byte[] bytes() throws IOException {
            if (at < packet.length && (packet[at] & 0xFF) == 0xFB) {
                at++;
                return null;
            }
            long length = number();
            if (length > packet.length - at) {
                throw new IOException("a value is cut off");
            }
            at += (int) length;
            return java.util.Arrays.copyOfRange(packet, at - (int) length, at);
        }

        String rest() {
            return new String(packet, at, packet.length - at, StandardCharsets.UTF_8);
        }
    }
}
