package io.github.mysqlmonitor.bench;

import java.util.Collection;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.DoubleBinaryOperator;

/** The values of one figure by round. */
record Series(SortedMap<Integer, Double> rounds) {
    boolean isEmpty() {
        return rounds.isEmpty();
    }

    OptionalDouble median() {
        List<Double> sorted = values().stream().sorted().toList();
        if (sorted.isEmpty()) {
            return OptionalDouble.empty();
        }
        int middle = sorted.size() / 2;
        boolean odd = sorted.size() % 2 == 1;
        return OptionalDouble.of(odd ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2);
    }

    double least() {
        return values().stream().mapToDouble(Double::doubleValue).min().orElse(Double.NaN);
    }

    double most() {
        return values().stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN);
    }

    /** Round by round, so that what disturbs a whole round falls out. */
    Series with(Series other, DoubleBinaryOperator operator) {
        TreeMap<Integer, Double> result = new TreeMap<>();
        rounds.forEach((round, value) -> {
            Double that = other.rounds.get(round);
            if (that != null) {
                result.put(round, operator.applyAsDouble(value, that));
            }
        });
        return new Series(result);
    }

    Series ratioTo(Series other) {
        return with(other, (mine, theirs) -> mine / theirs);
    }

    Series minus(Series other) {
        return with(other, (mine, theirs) -> mine - theirs);
    }

    private Collection<Double> values() {
        return rounds.values();
    }
}
