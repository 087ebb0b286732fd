package io.github.mysqlmonitor.tls;

import io.github.mysqlmonitor.config.ConfigException;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

/** The names and addresses a certificate is for, each in one spelling so that sets of them can be compared. */
final class SubjectNames {
    private static final Pattern DNS_NAME = Pattern.compile("(\\*\\.)?[a-z0-9_]([a-z0-9_.-]{0,251}[a-z0-9])?");
    private static final Path KERNEL_HOST_NAME = Path.of("/proc/sys/kernel/hostname");
    private static final Set<String> ALL_ADDRESSES = Set.of("*", "0.0.0.0", "0:0:0:0:0:0:0:0");
    private static final int MAX_SHOWN = 100;
    private static final int TYPE_DNS = 2;
    private static final int TYPE_ADDRESS = 7;

    private SubjectNames() {}

    /** localhost in its three forms, this host's name, and the given ones; a wildcard stands for all addresses. */
    static Set<String> reachableAs(Collection<String> listenNames) {
        Set<String> names = new LinkedHashSet<>(List.of("localhost", "127.0.0.1", canonical("::1")));
        hostName().ifPresent(names::add);
        for (String name : listenNames) {
            String canonical = name.equals("*") ? name : canonical(name);
            if (ALL_ADDRESSES.contains(canonical)) {
                names.addAll(interfaceAddresses());
            } else {
                names.add(canonical);
            }
        }
        return names;
    }

    /** @throws ConfigException for what is neither a host name nor an address */
    static String canonical(String name) {
        String trimmed = name.strip();
        int zone = trimmed.indexOf('%');
        byte[] address = NetUtil.createByteArrayFromIpAddressString(zone < 0 ? trimmed : trimmed.substring(0, zone));
        if (address != null) {
            return text(address);
        }
        String lower = trimmed.toLowerCase(Locale.ROOT);
        String dns = lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
        if (!DNS_NAME.matcher(dns).matches()) {
            throw new ConfigException(
                    ConfigException.Kind.USAGE, "'" + name + "' is neither a host name nor an IP address");
        }
        return dns;
    }

    static Set<String> in(X509Certificate certificate) {
        Set<String> names = new LinkedHashSet<>();
        try {
            Collection<List<?>> entries = certificate.getSubjectAlternativeNames();
            for (List<?> entry : entries == null ? List.<List<?>>of() : entries) {
                if (entry.get(0).equals(TYPE_DNS) || entry.get(0).equals(TYPE_ADDRESS)) {
                    names.add(canonical((String) entry.get(1)));
                }
            }
        } catch (CertificateParsingException | ConfigException e) {
            // A certificate with names we would not have written is for none of the names we need.
            return Set.of();
        }
        return names;
    }

    /** All alternative names that are text, for people: host names, addresses, mail addresses, URIs. */
    static List<String> shown(X509Certificate certificate) {
        try {
            Collection<List<?>> entries = certificate.getSubjectAlternativeNames();
            return (entries == null ? List.<List<?>>of() : entries)
                    .stream()
                            .map(entry -> entry.get(1))
                            .filter(String.class::isInstance)
                            .map(String.class::cast)
                            .limit(MAX_SHOWN)
                            .toList();
        } catch (CertificateParsingException e) {
            return List.of(); // Names that cannot be read cannot be shown.
        }
    }

    static GeneralNames extension(Collection<String> names) {
        return new GeneralNames(names.stream()
                .map(SubjectNames::canonical)
                .distinct()
                .map(name -> new GeneralName(
                        NetUtil.createByteArrayFromIpAddressString(name) == null
                                ? GeneralName.dNSName
                                : GeneralName.iPAddress,
                        name))
                .toArray(GeneralName[]::new));
    }

    /** From the kernel first: InetAddress would also ask DNS, and wait for it. */
    private static Optional<String> hostName() {
        String name;
        try {
            name = Files.isReadable(KERNEL_HOST_NAME)
                    ? Files.readString(KERNEL_HOST_NAME)
                    : InetAddress.getLocalHost().getHostName();
        } catch (IOException e) {
            return Optional.empty(); // A host without a name is reached by the other ones.
        }
        String lower = name.strip().toLowerCase(Locale.ROOT);
        return DNS_NAME.matcher(lower).matches() ? Optional.of(lower) : Optional.empty();
    }

    private static Set<String> interfaceAddresses() {
        Set<String> names = new LinkedHashSet<>();
        try {
            NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLinkLocalAddress())
                    .map(address -> text(address.getAddress()))
                    .sorted()
                    .forEach(names::add);
        } catch (SocketException e) {
            return Set.of(); // Not knowing our addresses costs a name check by address, not the start.
        }
        return names;
    }

    private static String text(byte[] address) {
        try {
            return InetAddress.getByAddress(address).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 bytes", e);
        }
    }
}
