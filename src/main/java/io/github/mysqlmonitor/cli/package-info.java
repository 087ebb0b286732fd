/** Commands, and the only place where objects are wired together. */
package io.github.mysqlmonitor.cli;
