package vn.matluoi.simulators.rtsp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import vn.matluoi.simulators.fault.Fault;
import vn.matluoi.simulators.login.LoginGate;
import vn.matluoi.simulators.login.Verdict;
import vn.matluoi.simulators.login.Verdict.Outcome;

/**
 * Answers RTSP requests as recorders of the family do: paths {@code /Streaming/Channels/{channel}01} and {@code 02}, of the
 * first channel {@code 03} too, and {@code /Streaming/tracks/{channel}01} with the times of a recording, whose base address keeps its query;
 * digest without qop, TCP interleaved only, {@code GET_PARAMETER} as keep-alive.
 */
final class Dialogue {

    private static final Pattern PATH =
            Pattern.compile("(?i)/(?:ISAPI/)?Streaming/(?:Channels|tracks)/(\\d{1,3})0([1-3])(?:/[^?]*)?(?:\\?.*)?");
    private static final Pattern RECORDED = Pattern.compile("(?i)rtsp://[^/]*/Streaming/tracks/.*");
    private static final Pattern INTERLEAVED = Pattern.compile("interleaved\\s*=\\s*(\\d{1,3})");
    private static final int TIMEOUT_SECONDS = 60;

    private final Clip clip;
    private final Cameras cameras;
    private final LoginGate gate;
    private final Random random;

    Dialogue(Clip clip, Cameras cameras, LoginGate gate, Random random) {
        this.clip = clip;
        this.cameras = cameras;
        this.gate = gate;
        this.random = random;
    }

    /** What the server is to do besides sending the answer. */
    enum Then {
        GO_ON,
        START,
        CLOSE
    }

    record Reply(String text, Then then) {}

    Reply answer(Viewer viewer, Request request, Fault fault) {
        if (request.method().equals("OPTIONS")) {
            return reply(
                    request,
                    200,
                    "OK",
                    List.of("Public: OPTIONS, DESCRIBE, PLAY, PAUSE, SETUP, TEARDOWN, SET_PARAMETER, GET_PARAMETER"),
                    "");
        }
        // clients differ in what they sign (the address asked for, or the base address), so the uri is not compared
        Verdict verdict = gate.judge(
                viewer.peer, request.method(), null, request.headers().get("authorization"));
        if (!verdict.accepted()) {
            List<String> challenges = gate.challenges(verdict.outcome() == Outcome.STALE, false).stream()
                    .map(value -> "WWW-Authenticate: " + value)
                    .toList();
            return reply(request, 401, "Unauthorized", challenges, "");
        }
        if (fault.rtsp(Fault.Kind.REFUSE)) {
            return reply(request, 403, "Forbidden", List.of(), "");
        }
        if (fault.rtsp(Fault.Kind.BUSY)) {
            return reply(request, 453, "Not Enough Bandwidth", List.of(), "");
        }
        return switch (request.method()) {
            case "DESCRIBE" -> describe(request);
            case "SETUP" -> setup(viewer, request);
            case "PLAY" -> play(viewer, request);
            case "GET_PARAMETER", "SET_PARAMETER" -> reply(request, 200, "OK", session(viewer), "");
            case "PAUSE" -> {
                viewer.playing = false;
                yield reply(request, 200, "OK", session(viewer), "");
            }
            case "TEARDOWN" ->
                new Reply(reply(request, 200, "OK", session(viewer), "").text(), Then.CLOSE);
            default -> reply(request, 501, "Not Implemented", List.of(), "");
        };
    }

    private Reply describe(Request request) {
        switch (availability(request.uri())) {
            case ABSENT -> {
                return reply(request, 404, "Not Found", List.of(), "");
            }
            case OFFLINE -> {
                return reply(request, 503, "Service Unavailable", List.of(), "");
            }
            case ONLINE -> {}
        }
        String base = CamPath.is(request.uri()) ? CamPath.base(request.uri()) : base(request.uri());
        String rate = Integer.toString(clip.kilobitsPerSecond());
        String sdp = String.join(
                "\r\n",
                "v=0",
                "o=- 1109162014219182 1109162014219192 IN IP4 127.0.0.1",
                "s=Media Presentation",
                "e=NONE",
                "b=AS:" + rate,
                "t=0 0",
                "a=control:" + base,
                "m=video 0 RTP/AVP 96",
                "c=IN IP4 0.0.0.0",
                "b=AS:" + rate,
                "a=recvonly",
                "a=x-dimensions:" + clip.size().width() + "," + clip.size().height(),
                "a=control:" + base + "trackID=1",
                "a=rtpmap:96 H264/90000",
                "a=fmtp:96 " + clip.formatParameters(),
                "a=framerate:" + Clip.FRAME_RATE,
                "");
        return reply(request, 200, "OK", List.of("Content-Type: application/sdp", "Content-Base: " + base), sdp);
    }

    private Reply setup(Viewer viewer, Request request) {
        int channel = channel(request.uri());
        if (availability(request.uri()) != Cameras.Availability.ONLINE) {
            return reply(request, 404, "Not Found", List.of(), "");
        }
        String transport = request.header("transport");
        if (!transport.contains("TCP")) {
            return reply(request, 461, "Unsupported Transport", List.of(), "");
        }
        if (viewer.session != null) {
            return reply(request, 455, "Method Not Valid in This State", List.of(), "");
        }
        Matcher wanted = INTERLEAVED.matcher(transport);
        viewer.interleaved = wanted.find() ? Integer.parseInt(wanted.group(1)) & 0xfe : 0;
        viewer.channel = channel;
        viewer.left = isRecorded(request.uri()) ? cameras.recordedFrames(request.uri()) : Long.MAX_VALUE;
        viewer.ssrc = random.nextInt();
        viewer.session = Integer.toString(100_000_000 + random.nextInt(900_000_000));
        return reply(
                request,
                200,
                "OK",
                List.of(
                        "Session:        " + viewer.session + ";timeout=" + TIMEOUT_SECONDS,
                        "Transport: RTP/AVP/TCP;unicast;interleaved=%d-%d;ssrc=%08x;mode=\"play\""
                                .formatted(viewer.interleaved, viewer.interleaved + 1, viewer.ssrc)),
                "");
    }

    private Reply play(Viewer viewer, Request request) {
        String asked = request.header("session");
        if (viewer.session == null || !(asked.equals(viewer.session) || asked.startsWith(viewer.session + ";"))) {
            return reply(request, 454, "Session Not Found", List.of(), "");
        }
        List<String> headers = new ArrayList<>(session(viewer));
        if (request.header("require").contains("onvif-replay")) {
            Optional<Replay> replay = Replay.of(request.header("range"), viewer.channel, cameras);
            if (replay.isEmpty()) {
                return reply(request, 457, "Invalid Range", session(viewer), "");
            }
            viewer.left = replay.get().frames();
            viewer.replayEndMillis = replay.get().to().toEpochMilli();
            headers.add(replay.get().header());
        }
        boolean fresh = !viewer.playing;
        if (fresh) {
            viewer.sequence = random.nextInt(65536);
            viewer.timestamp = random.nextInt();
        }
        String base = CamPath.is(request.uri()) ? CamPath.base(request.uri()) : base(request.uri());
        String info = "RTP-Info: url=" + base + "trackID=1;seq=" + viewer.sequence + ";rtptime="
                + Integer.toUnsignedString(viewer.timestamp);
        headers.add(info);
        Reply reply = reply(request, 200, "OK", headers, "");
        return new Reply(reply.text(), fresh ? Then.START : Then.GO_ON);
    }

    private static List<String> session(Viewer viewer) {
        return viewer.session == null ? List.of() : List.of("Session:        " + viewer.session);
    }

    private static boolean isRecorded(String uri) {
        return RECORDED.matcher(uri).matches();
    }

    private Cameras.Availability availability(String uri) {
        if (isRecorded(uri)) {
            return cameras.recordedFrames(uri) > 0 ? Cameras.Availability.ONLINE : Cameras.Availability.ABSENT;
        }
        return cameras.availability(channel(uri));
    }

    /** The channel in an address, or -1 if there is none or it has no such stream. */
    private static int channel(String uri) {
        if (CamPath.is(uri)) {
            return CamPath.channel(uri);
        }
        Matcher path = PATH.matcher(uri.replaceFirst("(?i)^rtsp://[^/]*", ""));
        if (!path.matches()) {
            return -1;
        }
        int channel = Integer.parseInt(path.group(1));
        return Integer.parseInt(path.group(2)) <= Cameras.streams(channel) ? channel : -1;
    }

    private static String base(String uri) {
        if (isRecorded(uri)) {
            return uri.replaceFirst("(?i)/trackID=.*", "") + '/';
        }
        String plain = uri.replaceFirst("\\?.*", "").replaceFirst("(?i)/trackID=.*", "");
        return plain.endsWith("/") ? plain : plain + "/";
    }

    private static Reply reply(Request request, int status, String reason, List<String> headers, String body) {
        StringBuilder text =
                new StringBuilder("RTSP/1.0 ").append(status).append(' ').append(reason);
        text.append("\r\nCSeq: ").append(request.header("cseq")).append("\r\n");
        headers.forEach(header -> text.append(header).append("\r\n"));
        if (!body.isEmpty()) {
            text.append("Content-Length: ")
                    .append(body.getBytes(StandardCharsets.UTF_8).length)
                    .append("\r\n");
        }
        return new Reply(text.append("\r\n").append(body).toString(), Then.GO_ON);
    }
}
