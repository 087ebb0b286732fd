package io.github.mysqlmonitor.cli;

import io.github.mysqlmonitor.tls.CertificateAuthority;
import io.github.mysqlmonitor.tls.CertificateSet;
import io.github.mysqlmonitor.tls.PemBundle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sun.misc.Signal;

/**
 * What the JVM watches when it makes an archive: the proxy from start to stop with one session over TLS, between a client
 * and a server that are made up, all within this process and on its loopback interface. Not a command for people.
 */
final class ArchiveTraining {
    /** The launcher's word for it, with a directory behind it. */
    static final String COMMAND = "train-class-archive";

    private static final Logger log = LoggerFactory.getLogger(ArchiveTraining.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path directory;

    /** @param directory for the files of the proxy, removed by the caller */
    ArchiveTraining(Path directory) {
        this.directory = directory;
    }

    /** @return 0 if all went as it does in earnest */
    int call() {
        try {
            SSLContext tls = TrainingPeer.tls(certificate());
            try (ServerSocket listener = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
                int port = freePort();
                TrainingPeer.serve(listener, tls);
                CompletableFuture<Void> session = CompletableFuture.runAsync(() -> converse(port, tls));
                int exitCode = MysqlMonitor.execute(new String[] {
                    "run",
                    "--listen=127.0.0.1:" + port,
                    "--upstream=127.0.0.1:" + listener.getLocalPort(),
                    "--state-dir=" + directory.resolve("state"),
                    "--sink=text:" + directory.resolve("text") + "?show=all",
                    "--sink=json:" + directory.resolve("json") + "?show=all"
                });
                session.join();
                return exitCode;
            }
        } catch (IOException | GeneralSecurityException | CompletionException e) {
            log.error("the training failed", e);
            return 1;
        }
    }

    private static void converse(int port, SSLContext tls) {
        try {
            TrainingPeer.converse(port, tls, PATIENCE);
        } catch (IOException e) {
            throw new CompletionException(e);
        } finally {
            Signal.raise(new Signal("TERM"));
        }
    }

    private PemBundle certificate() {
        Path certs = directory.resolve("certs");
        CertificateSet.create(certs, List.of(), Duration.ofDays(1), CertificateAuthority.KeyType.EC, true);
        return PemBundle.load(certs.resolve("server-cert.pem"), certs.resolve("server-key.pem"), Optional.empty());
    }

    /** Whoever takes it in the meantime makes this training fail, and no more. */
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
