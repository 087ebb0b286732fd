package io.github.mysqlmonitor.sql;

/**
 * What the tokens so far say about the next one.
 * <pre>
 *  IDLE --PASSWORD--> KEYWORD --= --> VALUE --literal--> AFTER --other--> IDLE
 *  IDLE --IDENTIFIED … BY--> SECRET --literal or word--> AFTER
 *  VALUE --function name--> CALL --( --> all literals up to the closing parenthesis
 *  SET PASSWORD FOR --> ACCOUNT --= --> SECRET
 * </pre>
 */
enum SecretState {
    IDLE,
    /** A literal here is a secret, a word ends the clause. */
    KEYWORD,
    /** A literal here is a secret, a word may be a function that makes it. */
    VALUE,
    CALL,
    /** Whatever comes is a secret, quoted or not. */
    SECRET,
    ACCOUNT,
    /** Behind a secret: one more literal would be its continuation. */
    AFTER
}
