package io.github.mysqlmonitor.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** All samples of a run, and the facts about it. Samples are on disk as soon as they are added. */
final class Results {
    private final Path directory;
    private final List<Sample> samples = new ArrayList<>();
    private final Map<String, String> facts = new LinkedHashMap<>();

    private Results(Path directory) {
        this.directory = directory;
    }

    static Results create(Path directory) throws IOException {
        Files.createDirectories(directory.resolve("logs"));
        Results results = new Results(directory);
        Files.writeString(results.csv(), Sample.HEADER + "\n");
        return results;
    }

    static Results read(Path directory) throws IOException {
        Results results = new Results(directory);
        Files.readAllLines(results.csv()).stream().skip(1).map(Sample::ofCsv).forEach(results.samples::add);
        for (String line : Files.readAllLines(results.factsFile())) {
            int equals = line.indexOf('=');
            results.facts.put(line.substring(0, equals), line.substring(equals + 1));
        }
        return results;
    }

    Path directory() {
        return directory;
    }

    Path log(String name) {
        return directory.resolve("logs").resolve(name + ".log");
    }

    private Path csv() {
        return directory.resolve("samples.csv");
    }

    private Path factsFile() {
        return directory.resolve("facts.txt");
    }

    void add(Sample sample) throws IOException {
        samples.add(sample);
        Files.writeString(csv(), sample.csv() + "\n", StandardOpenOption.APPEND);
    }

    void fact(String name, String value) throws IOException {
        facts.put(name, value.replace('\n', ' '));
        String lines = facts.entrySet().stream()
                .map(f -> f.getKey() + "=" + f.getValue() + "\n")
                .collect(Collectors.joining());
        Files.writeString(factsFile(), lines);
    }

    Map<String, String> facts() {
        return facts;
    }

    List<String> workloads() {
        return samples.stream().map(Sample::workload).distinct().toList();
    }

    List<String> subjects(String workload) {
        return samples.stream()
                .filter(s -> s.workload().equals(workload))
                .map(Sample::subject)
                .distinct()
                .toList();
    }

    /** The values by round; empty if nothing was measured. */
    Series series(String workload, String subject, Metric metric) {
        TreeMap<Integer, Double> rounds = new TreeMap<>();
        for (Sample sample : samples) {
            if (sample.workload().equals(workload) && sample.subject().equals(subject) && sample.metric() == metric) {
                rounds.put(sample.round(), sample.value());
            }
        }
        return new Series(rounds);
    }

    OptionalDouble median(String workload, String subject, Metric metric) {
        return series(workload, subject, metric).median();
    }

    /** For programs: the same as the two text files. */
    void writeJson() throws IOException {
        String factLines = facts.entrySet().stream()
                .map(fact -> "    " + quoted(fact.getKey()) + ": " + quoted(fact.getValue()))
                .collect(Collectors.joining(",\n"));
        String sampleLines = samples.stream()
                .map(s ->
                        "    {\"workload\": \"%s\", \"subject\": \"%s\", \"round\": %d, \"metric\": \"%s\", \"value\": %s}"
                                .formatted(s.workload(), s.subject(), s.round(), s.metric(), s.value()))
                .collect(Collectors.joining(",\n"));
        Files.writeString(
                directory.resolve("results.json"),
                "{\n  \"facts\": {\n" + factLines + "\n  },\n  \"samples\": [\n" + sampleLines + "\n  ]\n}\n");
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\p{Cntrl}", " ") + '"';
    }
}
