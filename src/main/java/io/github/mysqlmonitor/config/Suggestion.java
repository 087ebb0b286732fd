package io.github.mysqlmonitor.config;

import java.util.Collection;

/** Sentences about words that nobody knows: they name the known ones, and the one that was probably meant. */
public final class Suggestion {
    private static final int MAX_DISTANCE = 2;

    private Suggestion() {}

    public static String choice(String name, String given, Collection<String> known) {
        return name + " must be " + String.join(", ", known) + ", not \"" + given + "\"" + meant(given, known);
    }

    public static String unknown(String lead, String given, Collection<String> known) {
        return lead + " \"" + given + "\"; there are: " + String.join(", ", known) + meant(given, known);
    }

    /** @return a half-sentence, or nothing if no known word is near */
    public static String meant(String given, Collection<String> known) {
        String best = null;
        int least = Math.min(MAX_DISTANCE, given.length() / 3) + 1;
        for (String word : known) {
            int distance = distance(given, word);
            if (distance < least) {
                least = distance;
                best = word;
            }
        }
        return best == null ? "" : "; did you mean " + best + "?";
    }

    /** How many characters must be inserted, removed or exchanged, neighbours that changed places counted as one. */
    private static int distance(String from, String to) {
        int[][] cost = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int change = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
                int least = Math.min(Math.min(cost[i - 1][j], cost[i][j - 1]) + 1, cost[i - 1][j - 1] + change);
                boolean swapped = i > 1
                        && j > 1
                        && from.charAt(i - 1) == to.charAt(j - 2)
                        && from.charAt(i - 2) == to.charAt(j - 1);
                cost[i][j] = swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
            }
        }
        return cost[from.length()][to.length()];
    }
}
