/** The main job seen from outside: real clients, the packaged proxy, real servers. */
package io.github.mysqlmonitor.clients;
