package vn.matluoi.core.internal.testing;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;
import vn.matluoi.api.event.CameraEvent;
import vn.matluoi.api.event.Events;

/** A journal in memory, which may be full. */
public final class MemoryJournal implements Events {

    public final List<Entry> entries = new CopyOnWriteArrayList<>();
    public volatile boolean full;

    public record Entry(CameraEvent event, boolean assumed) {}

    @Override
    public CompletionStage<Boolean> publish(CameraEvent event, boolean assumed) {
        if (full) {
            return CompletableFuture.failedFuture(
                    new HubException(HubException.Reason.UNAVAILABLE, "events.full", Text.same("full")));
        }
        entries.add(new Entry(event, assumed));
        return CompletableFuture.completedFuture(true);
    }

    @Override
    public CompletionStage<Taken> publish(List<CameraEvent> events, Optional<String> delivery) {
        throw new AssertionError("devices report one by one");
    }

    /** @return each as {@code channel topic PHASE}, with {@code assumed} behind if it is */
    public List<String> said() {
        return entries.stream()
                .map(entry -> entry.event().channel().map(Object::toString).orElse("-") + " "
                        + entry.event().topic() + " " + entry.event().phase() + (entry.assumed() ? " assumed" : ""))
                .toList();
    }
}
