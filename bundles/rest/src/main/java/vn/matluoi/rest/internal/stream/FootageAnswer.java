package vn.matluoi.rest.internal.stream;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import javax.servlet.AsyncContext;
import javax.servlet.http.HttpServletResponse;
import org.eclipse.jetty.server.HttpChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.HubException;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.source.FootageFile;

/**
 * Writes a file of footage to who asked for it, as it comes; on a thread of the web server's, since only few are fetched at once. What
 * is not whole must not look whole: then the connection is broken off amid the chunks (RFC 9112 §8). No part of it is kept.
 */
public final class FootageAnswer implements Runnable {

    /** How often it is asked whether the caller may still have it. */
    static final Duration RIGHTS = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(FootageAnswer.class);

    private final AsyncContext context;
    private final HttpChannel channel;
    private final FootageFile file;
    private final String name;
    private final StillThere stillThere;
    private final LongSupplier nanos;
    private final BiConsumer<End, Long> ended;
    private long written;

    /** How it ended. */
    public enum End {
        WHOLE,
        /** The caller went away. */
        CALLER,
        /** The caller took it too slowly, or it took too long. */
        SLOW,
        /** The caller lost its session or its rights. */
        RIGHTS,
        DEVICE,
        HUB;

        /** @return its word in the audit log */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * @param channel the answer's, to break it off
     * @param name of the file, without what its form adds
     * @param nanos a monotonic clock
     * @param ended told once how it ended, and after how many bytes; it may block
     */
    public FootageAnswer(
            AsyncContext context,
            HttpChannel channel,
            FootageFile file,
            String name,
            StillThere stillThere,
            LongSupplier nanos,
            BiConsumer<End, Long> ended) {
        this.context = context;
        this.channel = channel;
        this.file = file;
        this.name = name;
        this.stillThere = stillThere;
        this.nanos = nanos;
        this.ended = ended;
    }

    @Override
    public void run() {
        file.over().whenComplete((whole, failure) -> {
            if (failure != null) {
                breakOff(failure); // a write that waits for the caller ends with it
            }
        });
        var end = End.HUB;
        try {
            end = send();
        } catch (IOException gone) {
            end = why().orElse(End.CALLER);
        } finally {
            file.close();
            if (end != End.WHOLE) {
                breakOff(new IOException("not whole: " + end.word()));
            }
            complete();
            ended.accept(end, written);
        }
    }

    private End send() throws IOException {
        var response = (HttpServletResponse) context.getResponse();
        response.setContentType(file.form().mediaType());
        response.setHeader(
                "Content-Disposition",
                "attachment; filename=\"%s.%s\"".formatted(name, file.form().extension()));
        response.setHeader("X-Recorded-From", file.from().toString());
        response.setHeader("X-Recorded-To", file.to().toString());
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("Vary", "Accept-Language, Cookie, Authorization");
        response.setHeader("X-Accel-Buffering", "no"); // a proxy is not to collect it
        var out = response.getOutputStream();
        var due = nanos.getAsLong(); // before the first byte: the device took its time
        try {
            for (var piece = next(); piece.isPresent(); piece = next()) {
                var now = nanos.getAsLong();
                if (now - due >= 0) {
                    due = now + RIGHTS.toNanos();
                    if (!stillThere.test()) {
                        return End.RIGHTS;
                    }
                }
                out.write(piece.get());
                written += piece.get().length;
            }
            out.close(); // what waits there is not written yet
            return End.WHOLE;
        } catch (ExecutionException failure) {
            return why().orElse(End.HUB);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return End.HUB;
        }
    }

    private Optional<byte[]> next() throws ExecutionException, InterruptedException {
        return file.next().toCompletableFuture().get();
    }

    /** @return why the file is over, if it is and is not whole */
    private Optional<End> why() {
        var over = file.over().toCompletableFuture();
        if (!over.isCompletedExceptionally()) {
            return Optional.empty();
        }
        var cause = over.<Throwable>handle((whole, failure) -> failure).join();
        return Optional.of(
                cause instanceof DeviceException
                        ? End.DEVICE
                        : cause instanceof HubException refusal
                                        && refusal.rule().equals(FootageFile.TOO_SLOW)
                                ? End.SLOW
                                : End.HUB);
    }

    /** Of two that do, neither goes on before it is done: an answer completed meanwhile would look whole. */
    private synchronized void breakOff(Throwable why) {
        channel.abort(why);
    }

    private void complete() {
        try {
            context.complete();
        } catch (IllegalStateException gone) { // Jetty says so of an answer that ended meanwhile
            LOG.debug("the answer ended before", gone);
        }
    }
}
