package vn.matluoi.forward.internal;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import vn.matluoi.api.forward.SinkRoute.Content;

/**
 * A sink as it stands in the database.
 *
 * @param settings what it is told, as last recorded in the audit log
 * @param position up to where everything is settled
 * @param left when its settings went; empty while it has some
 */
record Kept(
        String name,
        Content content,
        String settings,
        long position,
        long delivered,
        long lost,
        boolean paused,
        Optional<Instant> left) {

    Kept {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(content, "content");
        Objects.requireNonNull(settings, "settings");
        Objects.requireNonNull(left, "left");
    }

    Kept at(long place) {
        return new Kept(name, content, settings, place, delivered, lost, paused, left);
    }

    Kept paused(boolean wanted) {
        return new Kept(name, content, settings, position, delivered, lost, wanted, left);
    }

    Kept told(String words) {
        return new Kept(name, content, words, position, delivered, lost, paused, left);
    }

    Kept left(Optional<Instant> when) {
        return new Kept(name, content, settings, position, delivered, lost, paused, when);
    }

    /** @return past a place of which so many were confirmed */
    Kept settled(long place, int confirmed) {
        return new Kept(name, content, settings, place, delivered + confirmed, lost, paused, left);
    }

    Kept missed(long upTo, long count) {
        return new Kept(name, content, settings, upTo, delivered, lost + count, paused, left);
    }
}
