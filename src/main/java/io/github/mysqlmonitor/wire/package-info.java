/**
 * MySQL's byte grammar: integers, strings, flags, codes. It knows no sockets and keeps no state; everything here works
 * on bytes lent for the duration of one call.
 */
package io.github.mysqlmonitor.wire;
