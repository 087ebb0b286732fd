/** The gate that fails a unit test class which leaves a buffer unreleased. */
package io.github.mysqlmonitor.leak;
