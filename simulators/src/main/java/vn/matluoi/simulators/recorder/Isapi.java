package vn.matluoi.simulators.recorder;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import vn.matluoi.simulators.rtsp.Cameras;

/**
 * Who answers which ISAPI path, for a request that has been let in. Shapes and refusals follow what recorders of the
 * family with firmware V4.62 (network) and V4.75 (hybrid) were seen to say.
 */
final class Isapi {

    private static final Pattern NUMBERED = Pattern.compile("(.*)/(\\d{1,5})(/status|/picture)?");
    private static final List<String> KNOWN_TO_THE_FAMILY = List.of(
            "/isapi/smart/", "/isapi/event/", "/isapi/ptzctrl/", "/isapi/system/io/", "/isapi/contentmgmt/ioproxy/");

    private final Supplier<Box> box;
    private final Documents documents;
    private final Snapshot snapshot;
    private final Deeds deeds;

    Isapi(Supplier<Box> box, Documents documents, Snapshot snapshot, Deeds deeds) {
        this.box = box;
        this.documents = documents;
        this.snapshot = snapshot;
        this.deeds = deeds;
    }

    /**
     * @param pictureQuirk whether the older snapshot path refuses digital channels, as newer firmware does
     * @param wrongBy the fault of the clock
     */
    HttpReply answer(HttpRequest request, boolean pictureQuirk, WrongClock wrongBy, IntSupplier retriesLeft) {
        String url = request.path();
        if (!url.toLowerCase(Locale.ROOT).startsWith("/isapi/")) {
            return Refusal.noSuchPage();
        }
        Optional<HttpReply> done = deeds.answer(request, url);
        if (done.isPresent()) {
            return done.get();
        }
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            return Refusal.methodNotAllowed(url);
        }
        String path = url.toLowerCase(Locale.ROOT);
        return switch (path) {
            case "/isapi/system/deviceinfo" -> ok(documents.deviceInfo(box.get()));
            case "/isapi/system/capabilities" -> ok(documents.capabilities(box.get()));
            case "/isapi/system/time" -> ok(documents.time(wrongBy));
            case "/isapi/system/time/localtime" -> text(documents.localTime(wrongBy));
            case "/isapi/system/time/timezone" -> text(Documents.TIME_ZONE);
            case "/isapi/system/time/ntpservers" -> ok(Documents.timeServers());
            case "/isapi/system/status" -> ok(documents.status(wrongBy));
            case "/isapi/contentmgmt/inputproxy/channels" -> ok(documents.inputProxy(box.get()));
            case "/isapi/contentmgmt/inputproxy/channels/status" -> ok(documents.inputProxyStatus(box.get()));
            case "/isapi/system/video/inputs/channels" ->
                box.get().hybrid() ? ok(documents.videoInputs(box.get())) : Refusal.notSupport(url);
            case "/isapi/streaming/channels" -> ok(documents.streams(box.get()));
            case "/isapi/contentmgmt/storage" -> ok(documents.storage(box.get()));
            case "/isapi/security/adminaccesses" -> ok(documents.adminAccesses(box.get()));
            case "/isapi/security/usercheck" -> ok(Refusal.userCheck(200, "OK", retriesLeft.getAsInt(), 0));
            default -> numbered(url, path, pictureQuirk);
        };
    }

    private HttpReply numbered(String url, String path, boolean pictureQuirk) {
        if (KNOWN_TO_THE_FAMILY.stream().anyMatch(path::startsWith)) {
            return Refusal.notSupport(url);
        }
        Matcher numbered = NUMBERED.matcher(path);
        if (!numbered.matches()) {
            return Refusal.unknown(url);
        }
        int number = Integer.parseInt(numbered.group(2));
        String rest = numbered.group(3) == null ? "" : numbered.group(3);
        return switch (numbered.group(1) + rest) {
            case "/isapi/contentmgmt/inputproxy/channels" ->
                digital(number).map(c -> ok(documents.inputProxy(box.get(), c))).orElseGet(() -> badNumber(url));
            case "/isapi/contentmgmt/inputproxy/channels/status" ->
                digital(number)
                        .map(c -> ok(documents.inputProxyStatus(box.get(), c)))
                        .orElseGet(() -> badNumber(url));
            case "/isapi/system/video/inputs/channels" ->
                channel(number, Channel.Kind.ANALOG)
                        .map(c -> ok(documents.videoInput(box.get(), c)))
                        .orElseGet(() -> Refusal.notSupport(url));
            case "/isapi/streaming/channels" -> stream(url, number);
            case "/isapi/streaming/channels/picture" -> picture(url, number, pictureQuirk);
            case "/isapi/contentmgmt/streamingproxy/channels/picture" ->
                digital(number / 100).isEmpty() ? Refusal.notSupport(url) : picture(url, number, false);
            default -> Refusal.unknown(url);
        };
    }

    /** The streams of a channel that is there; a third is a normal no, but for the first channel, and a fourth always. */
    private HttpReply stream(String url, int id) {
        Optional<Channel> channel = watchable(id);
        if (channel.isPresent() && id % 100 <= Cameras.streams(id / 100)) {
            return ok(documents.stream(box.get(), channel.get(), id % 100));
        }
        return box.get().hybrid() && id % 100 == 3 ? Refusal.badParameters(url) : Refusal.notSupport(url);
    }

    private HttpReply picture(String url, int id, boolean quirk) {
        Optional<Channel> channel = watchable(id);
        if (id % 100 < 1 || id % 100 > 2 || any(id / 100).isEmpty()) {
            return Refusal.notSupport(url);
        }
        if (quirk && any(id / 100).get().kind == Channel.Kind.DIGITAL) {
            return Refusal.badXmlContent(url);
        }
        return channel.map(c -> HttpReply.of(200, "OK", "image/jpeg", snapshot.of(c)))
                .orElseGet(() -> Refusal.deviceError(url));
    }

    private Optional<Channel> any(int number) {
        List<Channel> all = box.get().channels();
        return number >= 1 && number <= all.size() ? Optional.of(all.get(number - 1)) : Optional.empty();
    }

    private Optional<Channel> channel(int number, Channel.Kind kind) {
        return any(number).filter(c -> c.kind == kind);
    }

    private Optional<Channel> digital(int number) {
        return any(number).filter(c -> c.kind != Channel.Kind.ANALOG);
    }

    private Optional<Channel> watchable(int id) {
        return id % 100 < 1 ? Optional.empty() : any(id / 100).filter(Channel::online);
    }

    private static HttpReply badNumber(String url) {
        return Refusal.badParameters(url);
    }

    private static HttpReply ok(String xml) {
        return HttpReply.xml(200, "OK", xml);
    }

    private static HttpReply text(String text) {
        return HttpReply.of(200, "OK", "text/plain", (text + "\r\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
