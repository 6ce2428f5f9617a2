package vn.matluoi.simulators.dahua;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import vn.matluoi.simulators.recorder.HttpReply;

/** The streams that are attached, and what is sent on them. Safe for any thread. */
final class EventFeed {

    private static final int MOST_WAITING = 10_000;

    private final Predicate<Quirk> quirks;
    private final Set<Attached> attached = ConcurrentHashMap.newKeySet();

    /** @param quirks asked for each event */
    EventFeed(Predicate<Quirk> quirks) {
        this.quirks = quirks;
    }

    private record Attached(Set<String> codes, BlockingQueue<Optional<String>> waiting) {}

    /** How many streams are attached. */
    int listeners() {
        return attached.size();
    }

    /**
     * @param codes the only ones to send; empty for all
     * @param heartbeat how often to say that it lives
     */
    HttpReply attach(Set<String> codes, Duration heartbeat) {
        return HttpReply.fed("multipart/x-mixed-replace; boundary=myboundary", -1, out -> {
            if (quirks.test(Quirk.STREAM_CLOSED_AT_ONCE)) {
                return;
            }
            var stream = new Attached(codes, new LinkedBlockingQueue<>(MOST_WAITING));
            attached.add(stream);
            try {
                serve(stream, heartbeat, out);
            } finally {
                attached.remove(stream);
            }
        });
    }

    private void serve(Attached stream, Duration heartbeat, OutputStream out) throws IOException, InterruptedException {
        while (true) {
            var next = stream.waiting.poll(heartbeat.toMillis(), TimeUnit.MILLISECONDS);
            if (next == null) {
                out.write(part("Heartbeat"));
            } else if (next.isEmpty()) {
                return;
            } else {
                out.write(part(next.get()));
            }
            out.flush();
        }
    }

    /** Ends every stream, as a restart does. */
    void drop() {
        attached.forEach(stream -> stream.waiting.offer(Optional.empty()));
    }

    /**
     * Something happens.
     *
     * @param index as the device counts: channels from 0, -1 for none
     * @param data JSON; empty for none
     */
    void tell(String code, String action, int index, String data) {
        var cut = quirks.test(Quirk.CUT_JSON) ? data.substring(0, data.length() / 2) : data;
        var event = "Code=%s;action=%s;index=%d%s".formatted(code, action, index, cut.isEmpty() ? "" : ";data=" + cut);
        for (var stream : attached) {
            if (stream.codes.isEmpty() || stream.codes.contains(code)) {
                stream.waiting.offer(Optional.of(event));
            }
        }
    }

    private byte[] part(String content) {
        int length = content.getBytes(StandardCharsets.UTF_8).length;
        var text = quirks.test(Quirk.NO_BLANK_LINE)
                ? "--myboundary\r\nContent-Length:%d\r\n%s\r\n".formatted(length, content)
                : "--myboundary\r\nContent-Type: text/plain\r\nContent-Length:%d\r\n\r\n%s\r\n\r\n"
                        .formatted(length, content);
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
