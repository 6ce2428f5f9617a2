package vn.matluoi.api.event;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.access.Scope;

/**
 * How many events were told (Long An Điều 19.5, 20; Đồng Hới Điều 11.3, 12.2a). What begins and what is a moment counts, one each; an end does not, nor
 * does what a device repeats, which never reaches the journal. Counts outlive the events. Blocks on the database; any thread.
 */
@ProviderType
public interface EventStatistics {

    /** Counts in one answer at most. */
    int MOST_COUNTS = 10_000;

    /**
     * @return what the journal took until now, by the time it reached the hub
     * @throws vn.matluoi.api.HubException {@code INVALID}, by the rule {@code time.order}, if the time asked for ends before it begins; by
     *     {@code statistics.too-many} if the answer would have more than {@link #MOST_COUNTS}; {@code UNAVAILABLE} if the database does not answer
     */
    Counts count(Scope scope, Question question);

    /** What a count is of, beside its type. The area and sector are those the catalogue had when the event came. */
    enum By {
        /** Of the type alone. */
        TYPE,
        AREA,
        SECTOR,
        CAMERA,
        SOURCE
    }

    /** Stretches of Việt Nam's time. */
    enum Every {
        /** Kept for about a month. */
        HOUR,
        DAY,
        MONTH
    }

    /**
     * What is asked.
     *
     * @param area only what came from its whole subtree
     * @param types only these; empty for all
     * @param from taken back to the beginning of its stretch; empty for a day before the end by the hour, 30 days by the day, a year by the month
     * @param to taken on to the end of its stretch, not within it; empty for now
     */
    record Question(
            By by,
            Every every,
            Optional<AreaCode> area,
            Set<CameraEvent.Type> types,
            Optional<Instant> from,
            Optional<Instant> to) {

        public Question {
            Objects.requireNonNull(by, "by");
            Objects.requireNonNull(every, "every");
            Objects.requireNonNull(area, "area");
            Objects.requireNonNull(from, "from");
            Objects.requireNonNull(to, "to");
            types = Set.copyOf(types);
        }
    }

    /**
     * An answer.
     *
     * @param items those that are not 0, by time, then by what they are of, then by type
     * @param from as the question was understood
     * @param to as the question was understood
     * @param since from when on the hub has such counts; empty if it has none. What was told before is in no count
     */
    record Counts(List<Count> items, Instant from, Instant to, Optional<Instant> since) {

        public Counts {
            Objects.requireNonNull(from, "from");
            Objects.requireNonNull(to, "to");
            Objects.requireNonNull(since, "since");
            items = List.copyOf(items);
        }
    }

    /**
     * One count.
     *
     * @param start when its stretch begins
     * @param of the area, sector, camera or source; empty where it is counted by type alone, and for what has none
     */
    record Count(Instant start, Optional<String> of, CameraEvent.Type type, long events) {

        public Count {
            Objects.requireNonNull(start, "start");
            Objects.requireNonNull(of, "of");
            Objects.requireNonNull(type, "type");
        }
    }
}
