package io.github.mysqlmonitor.event;

/**
 * What is known of a session at one moment. Empty texts where nothing is known, before the login for instance.
 *
 * @param client the client's address, {@code HOST:PORT} or {@code unix:PATH}
 * @param server the server's address, {@code HOST:PORT} or {@code unix:PATH}
 * @param system {@code mysql} or {@code mariadb}
 * @param serverVersion as the greeting says it
 * @param user as the client gave it, without host
 * @param schema the default schema, followed through USE, COM_INIT_DB and session tracking
 * @param program the client's connection attribute {@code program_name}, else {@code _client_name}
 * @param charset MySQL's name of the character set that statements come in
 * @param authPlugin the last authentication plugin that the login used
 * @param compression {@code zlib}, {@code zstd} or empty
 */
public record SessionFacts(
        String client,
        String server,
        String system,
        String serverVersion,
        String user,
        String schema,
        String program,
        String charset,
        String authPlugin,
        String compression,
        LegSecurity clientLeg,
        LegSecurity serverLeg) {

    /** Of a session of which nothing is known yet. */
    public static final SessionFacts NONE =
            new SessionFacts("", "", "mysql", "", "", "", "", "", "", "", LegSecurity.plain(), LegSecurity.plain());
}
