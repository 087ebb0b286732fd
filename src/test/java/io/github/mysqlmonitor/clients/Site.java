package io.github.mysqlmonitor.clients;

import io.github.mysqlmonitor.testing.ProxyProcess;
import io.github.mysqlmonitor.testing.ServerKind;
import io.github.mysqlmonitor.testing.TestServer;
import io.github.mysqlmonitor.testing.TestServers;
import java.util.ArrayList;
import java.util.List;

/** A server and the proxy before it. */
record Site(TestServer server, ProxyProcess proxy) {
    /** Starts a server of each kind that can be had, with options of its own, and a proxy before each. */
    static List<Site> startAll(String... serverOptions) {
        List<Site> sites = new ArrayList<>();
        for (TestServer shared : TestServers.all()) {
            TestServer server = TestServer.start(shared.kind(), serverOptions);
            sites.add(new Site(server, ProxyProcess.before(server)));
        }
        return sites;
    }

    /** As {@link #startAll}, and everything is observed and shown in every way. */
    static List<Site> startAllShowingEverything(String... serverOptions) {
        List<Site> sites = new ArrayList<>();
        for (TestServer shared : TestServers.all()) {
            TestServer server = TestServer.start(shared.kind(), serverOptions);
            ProxyProcess proxy = ProxyProcess.upstream(server.host() + ":" + server.port())
                    .showingEverything()
                    .start();
            sites.add(new Site(server, proxy));
        }
        return sites;
    }

    ServerKind kind() {
        return server.kind();
    }

    void stop() {
        proxy.close();
        server.close();
    }

    @Override
    public String toString() {
        return server.kind().toString();
    }
}
