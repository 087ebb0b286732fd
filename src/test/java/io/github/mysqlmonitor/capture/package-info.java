/** Recorded sessions of real servers, how they are recorded, and the tests that replay them. */
package io.github.mysqlmonitor.capture;
