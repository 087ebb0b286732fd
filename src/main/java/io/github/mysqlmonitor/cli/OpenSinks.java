package io.github.mysqlmonitor.cli;

import io.github.mysqlmonitor.event.Interest;
import io.github.mysqlmonitor.sink.Overload;
import io.github.mysqlmonitor.sink.Sink;
import io.github.mysqlmonitor.sink.SinkSpec;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The sinks of this process, in the order of the command line. */
record OpenSinks(List<SinkSpec> specs, List<Sink> sinks) {
    /** A line for each, such as {@code json:/var/log/m.json  sessions, commands}. */
    List<String> lines() {
        return IntStream.range(0, sinks.size())
                .mapToObj(
                        i -> specs.get(i) + "  " + interests(sinks.get(i)) + place(specs.get(i)) + pause(specs.get(i)))
                .toList();
    }

    /** What each does when its queue is full. */
    List<Overload> overloads() {
        return specs.stream().map(SinkSpec::overload).toList();
    }

    private static String interests(Sink sink) {
        Set<Interest> interests = new TreeSet<>(sink.interests());
        return interests.isEmpty()
                ? "nothing"
                : interests.stream()
                        .map(interest ->
                                interest.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                        .collect(Collectors.joining(", "));
    }

    private static String pause(SinkSpec spec) {
        return spec.overload() == Overload.PAUSE ? ", sessions wait for it" : "";
    }

    private static String place(SinkSpec spec) {
        return spec.target().equals("-") ? ", on stdout; these messages are on stderr" : "";
    }
}
