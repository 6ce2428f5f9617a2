package vn.matluoi.api.forward;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.registry.Checksums;

/**
 * The keys of what a sink may be told. What identifies or helps to reach a device (R3.9), where exactly it hangs, who consented and
 * free remarks are told only to a sink whose {@code fields} names them. Whether a camera is a state secret is told to none: one that is
 * does not leave.
 */
public final class SinkFields {

    /** Of an event, beside {@code camera}, {@code type}, {@code phase} and {@code at}, which are always told. */
    public static final Set<String> OF_EVENTS = keys("source", "channel", "area", "deviceTime", "assumed");

    /** Of an event, by name only: the device's own words, in which addresses may stand. */
    public static final Set<String> OF_EVENTS_BY_NAME = keys("topic", "payload");

    private final SinkRoute route;

    public SinkFields(SinkRoute route) {
        this.route = route;
    }

    /** @return whether the sink is told that field of a camera */
    public boolean tells(CameraField field) {
        var wanted = route.fields().isEmpty()
                ? Checksums.SHAREABLE.contains(field)
                : route.fields().contains(field.key());
        return wanted && field != CameraField.STATE_SECRET;
    }

    /** @return whether the sink is told that of an event */
    public boolean tells(String key) {
        return route.fields().isEmpty()
                ? OF_EVENTS.contains(key)
                : route.fields().contains(key);
    }

    /** @return every key that the settings of such a sink may name, in the order in which people read them */
    public static Set<String> known(SinkRoute.Content content) {
        var known = new LinkedHashSet<String>();
        if (content == SinkRoute.Content.EVENTS) {
            known.addAll(OF_EVENTS);
            known.addAll(OF_EVENTS_BY_NAME);
        }
        Arrays.stream(CameraField.values())
                .filter(field -> field != CameraField.STATE_SECRET)
                .map(CameraField::key)
                .forEach(known::add);
        return known;
    }

    private static Set<String> keys(String... keys) {
        return Collections.unmodifiableSet(new LinkedHashSet<>(Arrays.asList(keys)));
    }
}
