package io.github.mysqlmonitor.sql;

/**
 * What one statement looks like without its values.
 *
 * @param text as the server's DIGEST_TEXT; empty where the text holds no statement
 * @param hash SHA-256 of the text in UTF-8, as 64 hex digits; not the server's DIGEST, which is made from numbers that
 *     change with each version
 * @param summary operation and tables, as OpenTelemetry's {@code db.query.summary}; at most 255 characters
 * @param end first byte behind the statement and its semicolon: where the next one of the same text begins
 */
public record StatementDigest(String text, String hash, String summary, int end) {}
