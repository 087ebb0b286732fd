package io.github.mysqlmonitor.observe;

import io.github.mysqlmonitor.event.MonitorEvent;

/** Where an observer puts its events; called on the session's event loop, so it must neither block nor throw. */
@FunctionalInterface
public interface EventOutlet {
    void offer(MonitorEvent event);
}
