package vn.matluoi.events.internal;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.event.CameraEvent;

/**
 * Events of one source on their way into the journal: all of them are written, or none.
 *
 * @param events with texts that every engine takes, see {@link Texts}; at least one
 * @param assumed the hub's own conclusion
 * @param delivered by a program that sends them again if they are refused
 * @param delivery hash of what it calls them, see {@link Deliveries}
 * @param answer completed when they are durable, or when it is certain that they will not be; {@code false} if an earlier delivery
 *     of that name had been written. Who gave them may cancel it as long as they are not being written
 */
record Pending(
        List<CameraEvent> events,
        boolean assumed,
        boolean delivered,
        Optional<String> delivery,
        CompletableFuture<Boolean> answer) {

    /** What an event takes beside its texts. */
    private static final int HEAD = 300;

    static Pending reported(CameraEvent event, boolean assumed) {
        return new Pending(List.of(Texts.storable(event)), assumed, false, Optional.empty(), new CompletableFuture<>());
    }

    static Pending delivered(List<CameraEvent> events, Optional<String> delivery) {
        return new Pending(
                events.stream().map(Texts::storable).toList(),
                false,
                true,
                delivery.map(Deliveries::hash),
                new CompletableFuture<>());
    }

    SourceId source() {
        return events.get(0).source();
    }

    int size() {
        return events.size();
    }

    /** @return about how many bytes they hold */
    long weight() {
        return events.stream().mapToLong(Pending::weight).sum();
    }

    static long weight(CameraEvent event) {
        return HEAD + 2L * (event.topic().length() + event.payload().length());
    }

    boolean withdrawn() {
        return answer.isCancelled();
    }
}
