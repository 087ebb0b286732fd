/** The launcher of the packaged program: what it chooses, and the archive of classes that it keeps. */
package io.github.mysqlmonitor.launcher;
