/** Real database servers and clients for the tests. */
package io.github.mysqlmonitor.testing;
