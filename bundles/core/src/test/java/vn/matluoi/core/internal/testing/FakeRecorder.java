package vn.matluoi.core.internal.testing;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import vn.matluoi.api.driver.ChannelFacet;
import vn.matluoi.api.driver.ChannelFacet.Recordings.Recording;

/** Gives what a test sends through its newest download. */
public final class FakeRecorder implements ChannelFacet.Downloads {

    public final List<Recording> asked = new CopyOnWriteArrayList<>();
    public final List<CompletableFuture<AutoCloseable>> opened = new CopyOnWriteArrayList<>();
    public final AtomicInteger closed = new AtomicInteger();
    public volatile DownloadSink sink;
    /** Whether a download is opened at once. */
    public volatile boolean consents = true;

    public volatile Runnable whileAsked = () -> {};
    public volatile Runnable whileClosing = () -> {};

    @Override
    public CompletionStage<AutoCloseable> download(Recording recording, DownloadSink to) {
        asked.add(recording);
        sink = to;
        whileAsked.run();
        var stage = new CompletableFuture<AutoCloseable>();
        opened.add(stage);
        if (consents) {
            stage.complete(wire());
        }
        return stage;
    }

    public AutoCloseable wire() {
        return () -> {
            whileClosing.run();
            closed.incrementAndGet();
        };
    }

    public void gives(String text) {
        sink.piece(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public void gives(int bytes) {
        sink.piece(new byte[bytes]);
    }

    public boolean heldBack() {
        return !sink.ready().toCompletableFuture().isDone();
    }
}
