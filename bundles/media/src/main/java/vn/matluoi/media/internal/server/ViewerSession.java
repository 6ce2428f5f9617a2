package vn.matluoi.media.internal.server;

import io.netty.channel.Channel;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import vn.matluoi.media.internal.relay.LiveStream;
import vn.matluoi.media.internal.relay.Viewer;
import vn.matluoi.media.internal.rtsp.Interleaved;
import vn.matluoi.media.internal.rtsp.MalformedRtsp;
import vn.matluoi.media.internal.rtsp.RtspRequest;
import vn.matluoi.media.internal.rtsp.RtspResponse;
import vn.matluoi.media.internal.sdp.SessionDescription;
import vn.matluoi.media.internal.sdp.ViewerDescription;

/**
 * A viewer whose ticket was proved: describes, sets up, plays and pauses. On the stream's event loop.
 */
final class ViewerSession {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final LivePath path;
    private final LiveStream stream;
    private final SessionDescription description;
    private final Viewer viewer;
    private final long number = RANDOM.nextInt(Integer.MAX_VALUE);
    private final String id;
    private final Map<Integer, Interleaved> chosen = new TreeMap<>();
    private boolean playing;
    private boolean played;

    ViewerSession(
            LivePath path, LiveStream stream, SessionDescription description, Channel channel, ServerParts parts) {
        this.path = path;
        this.stream = stream;
        this.description = description;
        this.viewer = new Viewer(
                channel, parts.budget(), parts.meters(), parts.viewerLimit().getAsLong());
        var bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        this.id = HexFormat.of().formatHex(bytes);
    }

    RtspResponse describe() {
        return RtspResponse.of(200, "OK")
                .with("Content-Base", path.base())
                .with("Cache-Control", "no-store")
                .withBody("application/sdp", ViewerDescription.of(description, number));
    }

    /** @return the answer; a {@code PLAY} that succeeds is to be followed by {@link #start} once it is sent */
    RtspResponse answer(RtspRequest request) throws MalformedRtsp {
        var asked = LivePath.of(request.uri());
        if (asked.isEmpty() || !asked.get().ticket().equals(path.ticket())) {
            return RtspResponse.of(404, "Not Found");
        }
        var named = request.headers().first("Session").map(text -> text.split(";")[0].strip());
        if (named.isPresent() && !named.get().equals(id)) {
            return RtspResponse.of(454, "Session Not Found");
        }
        return switch (request.method()) {
            case "DESCRIBE" -> describe();
            case "SETUP" -> setUp(asked.get(), request);
            case "PLAY" -> play();
            case "PAUSE" -> pause();
            default -> named(RtspResponse.of(200, "OK"));
        };
    }

    private RtspResponse named(RtspResponse response) {
        return chosen.isEmpty() ? response : response.with("Session", id + ";timeout=60");
    }

    private RtspResponse setUp(LivePath asked, RtspRequest request) throws MalformedRtsp {
        if (playing) {
            return RtspResponse.of(455, "Method Not Valid in This State");
        }
        var tracks = description.tracks().size();
        var track = asked.track().orElse(tracks == 1 ? 0 : -1);
        if (track < 0 || track >= tracks) {
            return RtspResponse.of(asked.track().isEmpty() ? 459 : 404, "No Such Track");
        }
        for (var alternative : request.headers().first("Transport").orElse("").split(",")) {
            var pair = Interleaved.asked(alternative, free());
            if (pair.isPresent()) {
                var agreed = isFree(track, pair.get()) ? pair.get() : free();
                chosen.put(track, agreed);
                return named(RtspResponse.of(200, "OK").with("Transport", agreed.request()));
            }
        }
        return RtspResponse.of(461, "Unsupported Transport");
    }

    private boolean isFree(int track, Interleaved pair) {
        return chosen.entrySet().stream()
                .filter(entry -> entry.getKey() != track)
                .map(Map.Entry::getValue)
                .noneMatch(taken -> taken.rtp() == pair.rtp()
                        || taken.rtp() == pair.rtcp()
                        || taken.rtcp() == pair.rtp()
                        || taken.rtcp() == pair.rtcp());
    }

    private Interleaved free() {
        for (var channel = 0; ; channel += 2) {
            var pair = new Interleaved(channel, channel + 1);
            if (isFree(-1, pair)) {
                return pair;
            }
        }
    }

    private RtspResponse play() {
        return chosen.isEmpty()
                ? RtspResponse.of(455, "Method Not Valid in This State")
                : named(RtspResponse.of(200, "OK").with("Range", "npt=now-"));
    }

    private RtspResponse pause() {
        if (playing) {
            playing = false;
            stream.pause(viewer);
        }
        return named(RtspResponse.of(200, "OK"));
    }

    /** Begins to send, after the answer to PLAY. */
    void start() {
        if (!playing) {
            playing = true;
            played = true;
            stream.play(viewer, chosen);
        }
    }

    boolean isPlaying() {
        return playing;
    }

    boolean hasPlayed() {
        return played;
    }

    long bytesOut() {
        return viewer.bytesOut();
    }

    /** Lets go of everything. */
    void end() {
        playing = false;
        stream.pause(viewer);
        viewer.end();
    }
}
