package vn.matluoi.core.internal.events;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.osgi.service.component.annotations.Component;
import vn.matluoi.api.event.CameraEvent;
import vn.matluoi.api.event.EventCounts;

/** Counts what devices tell, by their driver's family. Any thread; an event costs one addition. */
@Component(service = {EventTally.class, EventCounts.class})
public final class EventTally implements EventCounts {

    /** More families than anybody installs are counted together. */
    static final int MOST = 64;

    private static final String OTHER = "other";

    private final Map<String, Counters> families = new ConcurrentHashMap<>();

    private static final class Counters {

        private final LongAdder[] taken = new LongAdder[CameraEvent.Type.values().length];
        private final LongAdder repeats = new LongAdder();
        private final LongAdder tooMany = new LongAdder();

        Counters() {
            for (var i = 0; i < taken.length; i++) {
                taken[i] = new LongAdder();
            }
        }

        OfFamily shown(String family) {
            var byType = new EnumMap<CameraEvent.Type, Long>(CameraEvent.Type.class);
            for (var type : CameraEvent.Type.values()) {
                var count = taken[type.ordinal()].sum();
                if (count > 0) {
                    byType.put(type, count);
                }
            }
            return new OfFamily(family, byType, repeats.sum(), tooMany.sum());
        }
    }

    void taken(String family, CameraEvent.Type type) {
        of(family).taken[type.ordinal()].increment();
    }

    void repeated(String family) {
        of(family).repeats.increment();
    }

    void tooMany(String family) {
        of(family).tooMany.increment();
    }

    private Counters of(String family) {
        var known = families.get(family);
        if (known != null) {
            return known;
        }
        return families.computeIfAbsent(families.size() < MOST ? family : OTHER, name -> new Counters());
    }

    @Override
    public List<OfFamily> families() {
        return families.entrySet().stream()
                .map(entry -> entry.getValue().shown(entry.getKey()))
                .toList();
    }
}
