package io.github.mysqlmonitor.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Entry: {@code run} measures, {@code report DIR...} makes the tables of earlier runs once more. */
public final class Bench {
    private Bench() {}

    public static void main(String[] arguments) throws Exception {
        List<String> words = new ArrayList<>(List.of(arguments));
        boolean report = words.remove("report");
        words.remove("run");
        try {
            if (report) {
                List<Path> directories = words.stream()
                        .filter(word -> !word.startsWith("--"))
                        .map(Path::of)
                        .toList();
                words.removeIf(word -> !word.startsWith("--"));
                if (directories.isEmpty()) {
                    throw new Options.UsageException("report needs the directory of a run, or of several");
                }
                List<Results> runs = new ArrayList<>();
                for (Path directory : directories) {
                    runs.add(Results.read(directory));
                }
                report(Options.parse(words), runs);
            } else {
                Options options = Options.parse(words);
                report(options, List.of(run(options)));
            }
        } catch (Options.UsageException e) {
            System.err.println("bench: " + e.getMessage() + "\nbench: try 'scripts/bench --help'");
            System.exit(2);
        } catch (IOException e) {
            if (!Leftovers.ending()) { // else it is only what a killed process leads to
                System.err.println("bench: error: " + e.getMessage());
            }
            System.exit(1);
        }
    }

    private static Results run(Options options) throws Exception {
        Selection selection = Selection.of(options.only);
        Results results = Results.create(options.results());
        Console console = new Console("bench");
        console.say("raw results go to %s", results.directory());
        Leftovers leftovers = Leftovers.create();
        DatabaseServer server = leftovers.add(DatabaseServer.start(options.project, options.idle));
        Lineup lineup = new Lineup(options.project, options.tools, server);
        List<Subject> subjects = lineup.subjects().stream()
                .filter(subject -> selection.subject(subject.name()))
                .toList();
        Facts.record(options, server, lineup, subjects, results);
        Path client = Files.createDirectories(leftovers.directory().resolve("client"));
        Sysbench sysbench = new Sysbench(options, server, client, results);
        Bed bed = new Bed(options, server, sysbench, subjects, results, console, leftovers.directory());
        console.say("making the tables");
        sysbench.prepare();
        for (Workload workload : Workloads.all(options.bulkBytes)) {
            if (selection.workload(workload.name())) {
                workload.measure(bed);
            }
        }
        bed.coolDown();
        results.writeJson();
        return results;
    }

    /** @param runs the files are written beside the raw results of the first */
    private static void report(Options options, List<Results> runs) throws IOException {
        Results results = runs.get(0);
        String table = new Report(runs).text();
        Files.writeString(results.directory().resolve("report.md"), table);
        String chart = new Chart(results).svg();
        Files.writeString(results.directory().resolve("chart.svg"), chart);
        System.out.println(table);
        if (options.publish && !"yes".equals(results.facts().get(Facts.COMPLETE))) {
            throw new Options.UsageException("only a complete run is published, others only beside it");
        }
        if (options.publish) {
            Publication.publish(options.project.resolve("docs"), table, chart);
        }
    }
}
