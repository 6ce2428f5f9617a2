package vn.matluoi.registry.internal.identity;

import java.util.List;

/** A camera that something may be, and why. */
public record Candidate(String camera, List<Sign> signs) {

    public Candidate {
        signs = List.copyOf(signs);
    }

    public int score() {
        return signs.stream().mapToInt(Sign::points).sum();
    }

    public boolean has(String sign) {
        return signs.stream().anyMatch(one -> one.name().equals(sign));
    }

    String key() {
        return Sign.key(signs);
    }
}
