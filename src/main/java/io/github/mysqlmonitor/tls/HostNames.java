package io.github.mysqlmonitor.tls;

import io.netty.util.NetUtil;
import java.net.IDN;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/** Whether a certificate is for a host, by the rules of HTTPS (RFC 9110 §4.3.4, RFC 2818 for the common name). */
final class HostNames {
    private static final int TYPE_DNS = 2;
    private static final int TYPE_ADDRESS = 7;

    private HostNames() {}

    /**
     * A wildcard stands for exactly one label, the leftmost; an address is looked for among the addresses only. The
     * common name counts if the certificate has no alternative name at all, as servers' own certificates do.
     */
    static boolean match(String host, X509Certificate certificate) {
        byte[] address = NetUtil.createByteArrayFromIpAddressString(host);
        if (address != null) {
            return alternatives(certificate, TYPE_ADDRESS).stream()
                    .anyMatch(name -> Arrays.equals(address, NetUtil.createByteArrayFromIpAddressString(name)));
        }
        String wanted = ascii(host);
        return dnsNames(certificate).stream().anyMatch(name -> matches(ascii(name), wanted));
    }

    /** All that the certificate is for, for people. */
    static List<String> in(X509Certificate certificate) {
        List<String> names = new ArrayList<>(dnsNames(certificate));
        names.addAll(alternatives(certificate, TYPE_ADDRESS));
        return names;
    }

    private static boolean matches(String pattern, String host) {
        if (!pattern.startsWith("*.")) {
            return pattern.equals(host);
        }
        String parent = pattern.substring(1);
        int dot = host.indexOf('.');
        // *.com would be for everybody.
        return dot > 0 && host.substring(dot).equals(parent) && parent.indexOf('.', 1) > 0;
    }

    private static List<String> dnsNames(X509Certificate certificate) {
        List<String> names = alternatives(certificate, TYPE_DNS);
        boolean none =
                names.isEmpty() && alternatives(certificate, TYPE_ADDRESS).isEmpty();
        return none ? commonName(certificate) : names;
    }

    private static List<String> alternatives(X509Certificate certificate, int type) {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> entries = certificate.getSubjectAlternativeNames();
            for (List<?> entry : entries == null ? List.<List<?>>of() : entries) {
                if (entry.get(0).equals(type)) {
                    names.add((String) entry.get(1));
                }
            }
        } catch (CertificateParsingException e) {
            // Names that cannot be read are for no host.
            return List.of();
        }
        return names;
    }

    private static List<String> commonName(X509Certificate certificate) {
        try {
            List<Rdn> parts = new LdapName(certificate.getSubjectX500Principal().getName()).getRdns();
            // The most specific one stands last.
            return parts.stream()
                    .filter(part -> part.getType().equalsIgnoreCase("CN"))
                    .map(part -> String.valueOf(part.getValue()))
                    .reduce((first, last) -> last)
                    .map(List::of)
                    .orElse(List.of());
        } catch (InvalidNameException e) {
            return List.of(); // A subject that is no name is no host's.
        }
    }

    private static String ascii(String name) {
        String bare = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        try {
            return (bare.startsWith("*.") ? "*." + IDN.toASCII(bare.substring(2)) : IDN.toASCII(bare))
                    .toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return bare.toLowerCase(Locale.ROOT); // Not a host name by the rules: equal to itself only.
        }
    }
}
