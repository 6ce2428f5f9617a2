package vn.matluoi.driver.hikvision.internal;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.http.DeviceHttp.StreamSink;

/** An answer that is handed on as it comes, unless it is a refusal: then its body says why. On the I/O thread. */
final class LongAnswer implements StreamSink {

    /** A refusal is a few lines; of a longer one the beginning will do. */
    private static final int REFUSAL = 4096;

    private final String path;
    private final StreamSink sink;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final CompletableFuture<AutoCloseable> refused = new CompletableFuture<>();
    private volatile int status;

    LongAnswer(String path, StreamSink sink) {
        this.path = path;
        this.sink = sink;
    }

    private boolean good() {
        return status >= 200 && status < 300;
    }

    @Override
    public boolean isFile() {
        return sink.isFile();
    }

    @Override
    public void begun(int said, String contentType) {
        status = said;
        if (good()) {
            sink.begun(said, contentType);
        }
    }

    @Override
    public void accept(byte[] piece) {
        if (good()) {
            sink.accept(piece);
            return;
        }
        body.write(piece, 0, Math.min(piece.length, REFUSAL - body.size()));
        if (body.size() == REFUSAL) {
            judge();
        }
    }

    @Override
    public void ended(DeviceException why) {
        if (good()) {
            sink.ended(why);
        } else {
            judge();
        }
    }

    private void judge() {
        var fields = Fields.of(body.toString(StandardCharsets.UTF_8).strip());
        refused.completeExceptionally(ResponseStatus.of(fields)
                .map(s -> Isapi.refusal(path, status, s))
                .orElseGet(() -> Isapi.refusal(path, status)));
    }

    /** @return what was opened, or why it was refused; it is closed then */
    CompletionStage<AutoCloseable> judged(AutoCloseable opened) {
        if (good()) {
            return CompletableFuture.completedFuture(opened);
        }
        return refused.whenComplete((none, why) -> Isapi.quietly(opened));
    }
}
