package vn.matluoi.api.event;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.osgi.annotation.versioning.ProviderType;

/** What devices told since the hub began, counted by their driver's family; for metrics. Any thread; never blocks. */
@ProviderType
public interface EventCounts {

    /** @return one for each family whose devices told anything, in no order */
    List<OfFamily> families();

    /**
     * What the devices of one family told.
     *
     * @param family for example {@code hikvision}
     * @param taken events that went on to the journal, by type, ends that the hub assumed among them; types that came
     * @param repeats what a device told again, and is no event of its own
     * @param tooMany events that were dropped, since a device told more than any has cause to
     */
    record OfFamily(String family, Map<CameraEvent.Type, Long> taken, long repeats, long tooMany) {

        public OfFamily {
            Objects.requireNonNull(family, "family");
            taken = Map.copyOf(taken);
        }
    }
}
