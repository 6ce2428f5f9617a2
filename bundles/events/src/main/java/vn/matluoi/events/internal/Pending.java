package vn.matluoi.events.internal;

import java.util.concurrent.CompletableFuture;
import vn.matluoi.api.event.CameraEvent;

/**
 * An event on its way into the journal.
 *
 * @param event with texts that every engine takes: see {@link Texts}
 * @param assumed the hub's own conclusion
 * @param answer completed when it is durable, or when it is certain that it will not be
 */
record Pending(CameraEvent event, boolean assumed, CompletableFuture<Boolean> answer) {

    /** What it takes beside its texts. */
    private static final int HEAD = 300;

    /** @return about how many bytes it holds */
    long weight() {
        return HEAD + 2L * (event.topic().length() + event.payload().length());
    }
}
