package io.github.mysqlmonitor.config;

import java.net.InetAddress;
import java.util.List;

/** Ranges of addresses that are treated alike. */
public record Networks(List<Network> ranges) {
    public static final Networks NONE = new Networks(List.of());

    public Networks {
        ranges = List.copyOf(ranges);
    }

    /** @throws ConfigException for what is no network */
    public static Networks parse(List<String> texts) {
        return new Networks(texts.stream().map(Network::parse).toList());
    }

    public boolean isEmpty() {
        return ranges.isEmpty();
    }

    /** Whether an address is in one of the ranges. */
    public boolean contains(InetAddress address) {
        for (Network range : ranges) {
            if (range.contains(address)) {
                return true;
            }
        }
        return false;
    }
}
