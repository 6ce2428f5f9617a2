package vn.matluoi.driver.hikvision.internal;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.http.DeviceHttp.StreamSink;

/**
 * An answer that is handed on as it comes, unless it is a refusal: then its body says why. A good status means no consent where
 * a document came instead of parts or of a file (VENDORS 4.2): its first element is looked at. In the connection's order.
 */
final class LongAnswer implements StreamSink {

    /** A refusal is a few lines; of a longer one the beginning will do. */
    private static final int REFUSAL = 4096;

    private static final Pattern FIRST = Pattern.compile("<(?:[\\w.-]++:)?+([\\w.-]++)[\\s/>]");

    private final String path;
    private final StreamSink sink;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final CompletableFuture<Void> verdict = new CompletableFuture<>();
    private String type = "";
    private boolean handedOn;
    private int status;

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
        type = contentType;
        if (good() && !contentType.toLowerCase(Locale.ROOT).contains("xml")) {
            handOn();
        }
    }

    @Override
    public void accept(byte[] piece) {
        if (!handedOn && good() && isNoRefusal(piece)) {
            handOn();
        }
        if (handedOn) {
            sink.accept(piece);
            return;
        }
        body.write(piece, 0, Math.min(piece.length, REFUSAL - body.size()));
        if (body.size() == REFUSAL) {
            judge();
        }
    }

    @Override
    public CompletionStage<?> ready() {
        return handedOn ? sink.ready() : StreamSink.super.ready();
    }

    /** Not before it is sure, as nothing that came may be lost. */
    private boolean isNoRefusal(byte[] more) {
        var text = text() + new String(more, 0, Math.min(more.length, REFUSAL), StandardCharsets.UTF_8);
        var first = first(text);
        return first.isPresent()
                ? !first.get().equalsIgnoreCase("ResponseStatus")
                : text.length() >= REFUSAL || !text.isBlank() && text.strip().charAt(0) != '<';
    }

    private String text() {
        return body.toString(StandardCharsets.UTF_8);
    }

    /** @return local name of the first element */
    private static Optional<String> first(String text) {
        var first = FIRST.matcher(text);
        return first.find() ? Optional.of(first.group(1)) : Optional.empty();
    }

    private void handOn() {
        handedOn = true;
        sink.begun(status, type);
        verdict.complete(null);
        if (body.size() > 0) {
            sink.accept(body.toByteArray());
        }
    }

    @Override
    public void ended(DeviceException why) {
        if (!handedOn && good() && first(text()).isEmpty()) {
            handOn();
        }
        if (handedOn) {
            sink.ended(why);
        } else {
            judge();
        }
    }

    private void judge() {
        var fields = Fields.of(text().strip());
        verdict.completeExceptionally(ResponseStatus.of(fields)
                .map(s -> Isapi.refusal(path, status, s))
                .orElseGet(() -> Isapi.refusal(path, status)));
    }

    /** @return what was opened, or why it was refused; it is closed then */
    CompletionStage<AutoCloseable> judged(AutoCloseable opened) {
        return verdict.whenComplete((none, why) -> {
                    if (why != null) {
                        Isapi.quietly(opened);
                    }
                })
                .thenApply(none -> opened);
    }
}
