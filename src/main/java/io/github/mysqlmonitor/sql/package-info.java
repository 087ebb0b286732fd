/** Reading SQL text as bytes, without parsing it: tokens, digests, and the secrets to hide. Never throws on broken SQL. */
package io.github.mysqlmonitor.sql;
