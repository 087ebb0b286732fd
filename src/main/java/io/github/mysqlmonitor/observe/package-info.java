/**
 * Bytes of one session in, events out.
 *
 * <p>{@link io.github.mysqlmonitor.observe.Conversation} follows who may say what next from packet heads alone; the relay
 * uses it too. Everything else here decodes for display and may give up at any time without touching the traffic.
 */
package io.github.mysqlmonitor.observe;
