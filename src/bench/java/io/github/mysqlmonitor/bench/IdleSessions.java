package io.github.mysqlmonitor.bench;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** Memory at rest, and what each of many sessions adds that logged in over TLS and then is silent. */
record IdleSessions() implements Workload {
    private static final int THREADS = 4;
    private static final int SETTLE_MILLIS = 2000;
    private static final int CLOSE_MILLIS = 30_000;

    @Override
    public String name() {
        return Workloads.IDLE;
    }

    @Override
    public void measure(Bed bed) throws IOException, InterruptedException {
        bed.coolDown();
        bed.results.fact("idle.sessions", Integer.toString(bed.options.idle));
        for (Subject subject : bed.subjects) {
            if (subject.program().isPresent()) {
                try (RunningSubject running = bed.start(subject, "idle")) {
                    measure(bed, running);
                }
            }
        }
    }

    private void measure(Bed bed, RunningSubject subject) throws IOException, InterruptedException {
        Child process = subject.process().orElseThrow();
        int settle = bed.options.quick ? SETTLE_MILLIS / 10 : SETTLE_MILLIS;
        Thread.sleep(settle);
        long rest = process.rssKb();
        List<MySqlSession> sessions = open(bed, subject);
        Thread.sleep(settle);
        double perSession = (double) (process.rssKb() - rest) / sessions.size();
        for (MySqlSession session : sessions) {
            session.close();
        }
        awaitNone(subject);
        Thread.sleep(settle);
        bed.add(name(), subject.name(), 0, Metric.RSS_REST_KB, rest);
        bed.add(name(), subject.name(), 0, Metric.RSS_PER_SESSION_KB, perSession);
        bed.add(name(), subject.name(), 0, Metric.PEAK_KB, process.peakKb());
        bed.add(name(), subject.name(), 0, Metric.RSS_AFTER_KB, process.rssKb());
        bed.console.say(
                "%s %s: %.0f MB at rest, %.1f KB per session of %d",
                name(), subject.name(), rest / 1024.0, perSession, sessions.size());
    }

    /** Waits for what still runs, not for the kernel: connections in TIME_WAIT belong to nobody. */
    private static void awaitNone(RunningSubject subject) throws IOException, InterruptedException {
        for (int waited = 0; Ports.connections(subject.port()) > 0; waited += 100) {
            if (waited >= CLOSE_MILLIS) {
                throw new IOException(subject.name() + " still has " + Ports.connections(subject.port())
                        + " sessions after all clients have left");
            }
            Thread.sleep(100);
        }
    }

    private static List<MySqlSession> open(Bed bed, RunningSubject subject) throws IOException, InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            SSLSocketFactory tls = trustingAll();
            List<Callable<MySqlSession>> logins = new ArrayList<>();
            for (int i = 0; i < bed.options.idle; i++) {
                String peer = "session-" + i; // another name each time: full handshakes only
                logins.add(
                        () -> MySqlSession.open(tls, subject.port(), peer, bed.server.user(), bed.server.password()));
            }
            List<MySqlSession> sessions = new ArrayList<>();
            for (Future<MySqlSession> login : threads.invokeAll(logins)) {
                sessions.add(login.get());
            }
            return sessions;
        } catch (ExecutionException e) {
            throw new IOException("session through " + subject.name() + ": " + e.getCause(), e);
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        } finally {
            threads.shutdown();
        }
    }

    static SSLSocketFactory trustingAll() throws GeneralSecurityException {
        X509TrustManager all = new X509TrustManager() {
            @Override
            public void checkClientTrusted(X509Certificate[] chain, String type) {}

            @Override
            public void checkServerTrusted(X509Certificate[] chain, String type) {}

            @Override
            public X509Certificate[] getAcceptedIssuers() {
                return new X509Certificate[0];
            }
        };
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {all}, new SecureRandom());
        return context.getSocketFactory();
    }
}
