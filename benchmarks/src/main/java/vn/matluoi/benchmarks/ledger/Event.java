package vn.matluoi.benchmarks.ledger;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * One thing a producer says: a sheet, a recorder's channels as they now are, a unit. Whole or not at all.
 *
 * @param kind the way in: {@code sheet}, {@code inbox}, {@code sync}, {@code unit}, {@code source} or {@code account}
 * @param source who says it; its events come in the order of epoch, then sequence
 * @param epoch counts the times the producer was started
 * @param seq counts what it said since
 * @param sha256 of the bytes that are sent
 * @param rows for each key (a camera's code, a channel, a unit's code) the digest of what is said of it
 */
record Event(String kind, String source, int epoch, int seq, String sha256, Map<String, String> rows) {

    Event {
        rows = Map.copyOf(new TreeMap<>(rows));
    }

    /** Its name in the ledger, in the payload itself and, for a sheet, as the file's name. */
    Id id() {
        return new Id(source, epoch, seq);
    }

    static String sha256(String text) {
        return sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** {@code source/epoch/seq}. */
    record Id(String source, int epoch, int seq) implements Comparable<Id> {

        /** @throws IllegalArgumentException if it is no such name */
        static Id of(String text) {
            String[] parts = text.split("/");
            if (parts.length != 3) {
                throw new IllegalArgumentException("not an event: " + text);
            }
            return new Id(parts[0], Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
        }

        @Override
        public int compareTo(Id other) {
            int bySource = source.compareTo(other.source);
            int byEpoch = Integer.compare(epoch, other.epoch);
            return bySource != 0 ? bySource : byEpoch != 0 ? byEpoch : Integer.compare(seq, other.seq);
        }

        @Override
        public String toString() {
            return source + '/' + epoch + '/' + seq;
        }
    }
}
