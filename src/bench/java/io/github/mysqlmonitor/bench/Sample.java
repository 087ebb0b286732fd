package io.github.mysqlmonitor.bench;

/** One measured number. */
record Sample(String workload, String subject, int round, Metric metric, double value) {
    static final String HEADER = "workload,subject,round,metric,value";

    String csv() {
        return workload + "," + subject + "," + round + "," + metric + "," + value;
    }

    static Sample ofCsv(String line) {
        String[] cells = line.split(",", -1);
        return new Sample(
                cells[0], cells[1], Integer.parseInt(cells[2]), Metric.valueOf(cells[3]), Double.parseDouble(cells[4]));
    }
}
