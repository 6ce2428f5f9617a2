package vn.matluoi.api.access;

import java.util.Objects;
import java.util.Set;
import vn.matluoi.api.AreaCode;

/**
 * The part of the province a question may see: whole area subtrees, without the cameras in them that are state secrets (R1.4), or
 * everything. Every query of the catalogue takes one and applies it inside the query, so rows outside it never leave the database.
 *
 * @param everything no limit
 * @param areas roots of the subtrees; empty and not {@code everything} means nothing at all
 */
public record Scope(boolean everything, Set<AreaCode> areas) {

    public Scope {
        Objects.requireNonNull(areas, "areas");
        areas = Set.copyOf(areas);
        if (everything && !areas.isEmpty()) {
            throw new IllegalArgumentException("a scope is everything or some areas, not both");
        }
    }

    /**
     * Whether cameras that are state secrets (R1.4) belong to it. Who sees some areas sees what the province shares with them, and
     * state secrets are not shared (Long An Điều 1.2, 3.6, 7.1; TP.HCM Điều 1.2, 7.1).
     */
    public boolean secrets() {
        return everything;
    }

    /** The whole province; for the hub's own work and for administrators. */
    public static Scope all() {
        return new Scope(true, Set.of());
    }

    public static Scope of(Set<AreaCode> areas) {
        return new Scope(false, areas);
    }

    public static Scope nothing() {
        return new Scope(false, Set.of());
    }
}
