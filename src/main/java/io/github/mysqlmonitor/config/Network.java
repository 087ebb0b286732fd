package io.github.mysqlmonitor.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * A range of IP addresses, {@code 10.0.0.0/8} or {@code 2001:db8::/32}; an address alone is a range of one. IPv4
 * addresses written as IPv6 ones ({@code ::ffff:10.0.0.1}) are IPv4.
 *
 * @param first the lowest address
 * @param prefixLength how many leading bits all addresses share
 */
public record Network(InetAddress first, int prefixLength) {
    private static final int IPV6_BITS = 128;
    private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
    private static final Pattern IPV6 = Pattern.compile("(?=.*:)[0-9A-Fa-f:.]+");
    private static final String HOW = "write it as 10.0.0.0/8, 2001:db8::/32 or a single address";

    /** @throws ConfigException for a prefix that does not fit, or an address that is not the lowest of the range */
    public Network {
        byte[] bits = first.getAddress();
        int width = bits.length * Byte.SIZE;
        if (prefixLength < 0 || prefixLength > width) {
            throw wrong(text(first, prefixLength), "its prefix is not between 0 and " + width);
        }
        for (int bit = prefixLength; bit < width; bit++) {
            if ((bits[bit / Byte.SIZE] & 0x80 >>> bit % Byte.SIZE) != 0) {
                throw wrong(text(first, prefixLength), "it has bits behind its prefix");
            }
        }
    }

    /** @throws ConfigException for anything but an address with or without a prefix; names are not resolved */
    public static Network parse(String text) {
        int slash = text.indexOf('/');
        String host = slash < 0 ? text : text.substring(0, slash);
        boolean ipv4 = IPV4.matcher(host).matches();
        if (!ipv4 && !IPV6.matcher(host).matches()) {
            throw wrong(text, HOW);
        }
        InetAddress address;
        try {
            // Of digits, dots and colons: no name that could be looked up.
            address = InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new ConfigException(ConfigException.Kind.USAGE, "'" + text + "' is no network: " + HOW, e);
        }
        int width = address.getAddress().length * Byte.SIZE;
        if (slash < 0) {
            return new Network(address, width);
        }
        boolean mapped = !ipv4 && width < IPV6_BITS;
        return new Network(address, prefix(text, slash) - (mapped ? IPV6_BITS - width : 0));
    }

    private static int prefix(String text, int slash) {
        try {
            return Integer.parseInt(text.substring(slash + 1));
        } catch (NumberFormatException e) {
            throw new ConfigException(
                    ConfigException.Kind.USAGE, "'" + text + "' is no network: what follows the slash is no number", e);
        }
    }

    /** Whether an address is in this range. */
    public boolean contains(InetAddress address) {
        byte[] mine = first.getAddress();
        byte[] other = address.getAddress();
        if (mine.length != other.length) {
            return false;
        }
        int whole = prefixLength / Byte.SIZE;
        for (int i = 0; i < whole; i++) {
            if (mine[i] != other[i]) {
                return false;
            }
        }
        int rest = prefixLength % Byte.SIZE;
        return rest == 0 || ((mine[whole] ^ other[whole]) & 0xFF00 >>> rest & 0xFF) == 0;
    }

    private static ConfigException wrong(String text, String why) {
        return new ConfigException(ConfigException.Kind.USAGE, "'" + text + "' is no network: " + why);
    }

    private static String text(InetAddress first, int prefixLength) {
        return first.getHostAddress() + "/" + prefixLength;
    }

    @Override
    public String toString() {
        return text(first, prefixLength);
    }
}
