/** What the operator asked for, as immutable, validated records. */
package io.github.mysqlmonitor.config;
