package vn.matluoi.simulators;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import vn.matluoi.simulators.control.Json;
import vn.matluoi.simulators.rtsp.RtspViewer;
import vn.matluoi.simulators.rtsp.ViewerReport;

/**
 * Watches one stream for a while and prints one line of JSON: {@code frames, lost, maxGapMs, firstFrameMs, p50, p95}
 * (milliseconds from the camera's sending to receiving; both on one machine), {@code sequenceGaps, rtcp, ended}. Exit
 * status 0 if frames came, the stream lasted, and neither limit was passed; else 1.
 */
public final class Sink {

    static final String USAGE =
            """
            sink rtsp://[USER:PASSWORD@]HOST:PORT/PATH [--seconds 5] [--timeout-seconds 10] [--max-lost N] [--max-gap-ms N]
            """;

    private Sink() {}

    /** @param arguments the address, then options */
    public static void main(String[] arguments) throws InterruptedException {
        Map<String, Object> line = new LinkedHashMap<>();
        boolean good = false;
        try {
            if (arguments.length == 0) {
                throw new IllegalArgumentException("usage: " + USAGE);
            }
            Options options =
                    new Options(arguments, 1, Set.of("seconds", "timeout-seconds", "max-lost", "max-gap-ms"), Set.of());
            ViewerReport seen = watch(
                    URI.create(arguments[0]),
                    Duration.ofSeconds(options.number("seconds", 5)),
                    Duration.ofSeconds(options.number("timeout-seconds", 10)));
            put(line, seen);
            good = seen.frames() > 0
                    && seen.ended().isEmpty()
                    && seen.lost() <= options.number("max-lost", Integer.MAX_VALUE)
                    && seen.maxGapMillis() <= options.number("max-gap-ms", Integer.MAX_VALUE);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        } catch (IOException e) {
            put(line, new ViewerReport(0, 0, 0, -1, 0, 0, 0, 0, String.valueOf(e.getMessage())));
        }
        System.out.println(Json.write(line));
        System.exit(good ? 0 : 1);
    }

    /**
     * Watches a stream from a test.
     *
     * @param time how long to watch after playing began
     * @param timeout for each answer, and the longest silence
     * @throws IOException if it cannot be played at all
     */
    public static ViewerReport watch(URI uri, Duration time, Duration timeout)
            throws IOException, InterruptedException {
        try (RtspViewer viewer = RtspViewer.open(uri, timeout)) {
            viewer.watch(time);
            return viewer.report();
        }
    }

    private static void put(Map<String, Object> line, ViewerReport seen) {
        line.put("frames", seen.frames());
        line.put("lost", seen.lost());
        line.put("maxGapMs", seen.maxGapMillis());
        line.put("firstFrameMs", seen.firstFrameMillis());
        line.put("p50", seen.p50Millis());
        line.put("p95", seen.p95Millis());
        line.put("sequenceGaps", seen.sequenceGaps());
        line.put("rtcp", seen.reports());
        line.put("ended", seen.ended());
    }
}
