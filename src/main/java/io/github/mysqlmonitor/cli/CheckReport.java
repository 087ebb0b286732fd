package io.github.mysqlmonitor.cli;

import io.github.mysqlmonitor.tls.CertificateFacts;
import java.io.PrintWriter;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/** Findings, a line for each: how grave it is, what it is about, and what was found. */
final class CheckReport {
    private static final String LINE = "%-9s%-13s%s%n";

    private final PrintWriter out;
    private boolean failed;

    CheckReport(PrintWriter out) {
        this.out = out;
    }

    void ok(String about, String found) {
        out.printf(LINE, "ok", about, found);
    }

    void warning(String about, String found) {
        out.printf(LINE, "WARNING", about, found);
    }

    void error(String about, String found) {
        failed = true;
        out.printf(LINE, "ERROR", about, found);
    }

    /** Whether there was an error. */
    boolean failed() {
        return failed;
    }

    void heading(String text) {
        out.println(text);
    }

    /** Certificates as somebody shows them, leaf first. */
    void chain(List<X509Certificate> chain, Instant now) {
        for (int i = 0; i < chain.size(); i++) {
            CertificateFacts facts = CertificateFacts.of(chain.get(i));
            out.println("  " + i + " subject  " + facts.subject());
            out.println("    names    " + (facts.names().isEmpty() ? "none" : String.join(", ", facts.names())));
            out.println("    issuer   " + facts.issuer());
            out.println("    expires  " + facts.notAfter() + " (" + facts.daysLeft(now) + " days left)");
            out.println("    key      " + facts.key());
            out.println("    pin      " + facts.pin());
        }
    }
}
