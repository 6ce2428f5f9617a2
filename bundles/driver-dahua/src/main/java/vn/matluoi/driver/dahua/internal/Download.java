package vn.matluoi.driver.dahua.internal;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import vn.matluoi.api.driver.ChannelFacet.Downloads.DownloadSink;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.http.DeviceHttp;
import vn.matluoi.api.http.DeviceRequest;

/**
 * Fetches one file: first as it is; where the firmware refuses that, its time in windows, one behind the other. The HTTP
 * client does not tell an answer that ended from one that broke off, so it is whole if it is as long as the device said, or
 * ends as each DHAV frame does: {@code dhav} and its length. All but {@link #close()} runs in the connection's order, on handlers' threads.
 */
final class Download implements DeviceHttp.StreamSink, AutoCloseable {

    private static final byte[] TAIL = {'d', 'h', 'a', 'v'};
    private static final int TAIL_LENGTH = 8;
    private static final int LONGEST_REFUSAL = 2000;
    private static final int REFUSED = 400;

    private final DeviceHttp.Connection connection;
    private final Footage footage;
    private final DownloadSink sink;
    private final Deque<String> windows;
    private final CompletableFuture<AutoCloseable> begun = new CompletableFuture<>();
    private volatile boolean closed;
    private volatile Optional<AutoCloseable> wire = Optional.empty();
    private final ByteArrayOutputStream refusal =
            new ByteArrayOutputStream(); // in the connection's order, as all below
    private final byte[] tail = new byte[TAIL_LENGTH];
    private boolean inWindows;
    private String path;
    private int status;
    private long received;

    Download(DeviceHttp.Connection connection, Footage footage, int channel, DownloadSink sink) {
        this.connection = connection;
        this.footage = footage;
        this.sink = sink;
        windows = new ArrayDeque<>(footage.windows(channel));
        path = footage.whole();
    }

    CompletionStage<AutoCloseable> begin() {
        ask();
        return begun;
    }

    private void ask() {
        received = 0;
        refusal.reset();
        connection.stream(DeviceRequest.get(path), this).whenComplete((opened, failure) -> {
            if (failure == null) {
                wire = Optional.of(opened);
                if (closed) {
                    hangUp(opened);
                }
            } else {
                var cause = failure instanceof CompletionException e ? e.getCause() : failure;
                if (cause instanceof DeviceException why) {
                    fail(why);
                } else {
                    begun.completeExceptionally(cause);
                }
            }
        });
    }

    @Override
    public boolean isFile() {
        return true;
    }

    @Override
    public void begun(int answered, String contentType) {
        status = answered;
        if (good()) {
            begun.complete(this);
        }
    }

    private boolean good() {
        return status >= 200 && status < 300;
    }

    @Override
    public void accept(byte[] piece) {
        if (closed) {
            return;
        }
        if (received == 0 && good() && Cgi.isError(KeyValues.text(piece))) {
            status = REFUSED; // firmware that has but one status
        }
        if (!good()) {
            refusal.write(piece, 0, Math.min(piece.length, LONGEST_REFUSAL - refusal.size()));
            return;
        }
        received += piece.length;
        int kept = Math.min(piece.length, TAIL_LENGTH);
        System.arraycopy(tail, kept, tail, 0, TAIL_LENGTH - kept);
        System.arraycopy(piece, piece.length - kept, tail, TAIL_LENGTH - kept, kept);
        sink.piece(piece);
    }

    @Override
    public CompletionStage<?> ready() {
        return sink.ready();
    }

    @Override
    public void ended(DeviceException why) {
        if (closed) {
            return;
        }
        if (!good()) {
            refused();
        } else if (!whole()) {
            fail(why);
        } else if (inWindows && !windows.isEmpty()) {
            path = windows.poll();
            ask();
        } else {
            closed = true;
            sink.ended(Optional.empty());
        }
    }

    private boolean whole() {
        boolean knownLength = !inWindows && footage.length() > 0;
        boolean asDhav = received >= TAIL_LENGTH && Arrays.equals(tail, 0, TAIL.length, TAIL, 0, TAIL.length);
        return knownLength ? received == footage.length() || received > footage.length() && asDhav : asDhav;
    }

    private void refused() {
        try {
            var refused = Cgi.refusal(path.split("\\?", 2)[0], status, refusal.toByteArray());
            int said = refused.map(Cgi.Answer.Absent::status).orElse(status);
            if (!inWindows && said != 403 && said != 500 && !windows.isEmpty()) {
                inWindows = true;
                path = windows.poll();
                ask();
            } else {
                fail(said == 403 ? Words.noRight() : said == 500 ? Words.busy() : Words.noFootage());
            }
        } catch (DeviceException e) {
            fail(e);
        }
    }

    private void fail(DeviceException why) {
        if (closed) {
            return;
        }
        closed = true;
        if (!begun.completeExceptionally(why)) {
            sink.ended(Optional.of(why));
        }
    }

    /** Gives it up. Safe to repeat, from any thread. */
    @Override
    public void close() {
        closed = true;
        wire.ifPresent(Download::hangUp);
    }

    private static void hangUp(AutoCloseable opened) {
        try {
            opened.close();
        } catch (Exception e) { // the interface says so; closing a stream throws nothing
            throw new IllegalStateException(e);
        }
    }
}
