package vn.matluoi.simulators.recorder;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import vn.matluoi.simulators.rtsp.Cameras;
import vn.matluoi.simulators.rtsp.Clip;
import vn.matluoi.simulators.rtsp.ProgramStream;

/**
 * What a recorder has recorded: every channel that has a camera, in pieces of five minutes, for the last seven days; of a
 * camera that does not answer, up to an hour ago. Times are the recorder's own wall clock, whatever letter they end with.
 */
final class Tape {

    static final Duration PIECE = Duration.ofMinutes(5);

    private static final Duration KEPT = Duration.ofDays(7);
    private static final Duration DEAD_FOR = Duration.ofHours(1);
    private static final Duration WIDEST = Duration.ofDays(31);
    private static final DateTimeFormatter SEARCHED = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss'Z'");
    private static final DateTimeFormatter PLAYED = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'");
    private static final Pattern UUID = Pattern.compile("(?i)\\{?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}}?");
    private static final Pattern STRETCH =
            Pattern.compile("(?i).*/tracks/(\\d{1,3})01/?\\?starttime=(\\d{8}t\\d{6}z)&endtime=(\\d{8}t\\d{6}z).*");

    private final Supplier<Box> box;
    private final Supplier<LocalDateTime> now;
    private final ProgramStream files;

    /** @param now by the recorder's own clock */
    Tape(Supplier<Box> box, Supplier<LocalDateTime> now, Clip clip) {
        this.box = box;
        this.now = now;
        files = new ProgramStream(clip);
    }

    /** A stretch of one channel. */
    record Stretch(int channel, LocalDateTime from, LocalDateTime to) {

        long frames() {
            return Duration.between(from, to).toSeconds() * Clip.FRAME_RATE;
        }
    }

    /** What an address such as {@code .../tracks/501?starttime=20260101T000000z&endtime=...} means, if it is recorded. */
    Optional<Stretch> stretch(String address) {
        Matcher named = STRETCH.matcher(address);
        if (!named.matches()) {
            return Optional.empty();
        }
        Optional<LocalDateTime> from = time(named.group(2), PLAYED);
        Optional<LocalDateTime> to = time(named.group(3), PLAYED);
        int channel = Integer.parseInt(named.group(1));
        boolean there = from.isPresent()
                && to.isPresent()
                && from.get().isBefore(to.get())
                && Duration.between(from.get(), to.get()).compareTo(Duration.ofDays(1)) <= 0
                && !pieces(channel, from.get(), to.get()).isEmpty();
        return there ? Optional.of(new Stretch(channel, from.get(), to.get())) : Optional.empty();
    }

    /** The cameras as RTSP shows them, live and recorded. */
    Cameras watchedBy(Cameras live) {
        return new Cameras() {
            @Override
            public Availability availability(int channel) {
                return live.availability(channel);
            }

            @Override
            public long recordedFrames(String address) {
                return stretch(address).map(Stretch::frames).orElse(0L);
            }
        };
    }

    private List<Stretch> pieces(int channel, LocalDateTime from, LocalDateTime to) {
        if (channel < 1 || channel > box.get().channels().size()) {
            return List.of();
        }
        Channel recorded = box.get().channels().get(channel - 1);
        if (recorded.kind == Channel.Kind.EMPTY) {
            return List.of();
        }
        LocalDateTime last = recorded.online() ? now.get() : now.get().minus(DEAD_FOR);
        LocalDateTime first = now.get().minus(KEPT);
        List<Stretch> pieces = new ArrayList<>();
        LocalDateTime at = from.isBefore(first) ? first : from;
        at = at.withSecond(0).withNano(0).minusMinutes(at.getMinute() % PIECE.toMinutes());
        for (; at.isBefore(to) && at.plus(PIECE).isBefore(last); at = at.plus(PIECE)) {
            pieces.add(new Stretch(channel, at, at.plus(PIECE)));
        }
        return pieces;
    }

    HttpReply search(String body, String url) {
        int track = number(body, "trackID");
        Optional<LocalDateTime> from = Xml.text(body, "startTime").flatMap(t -> time(t, SEARCHED));
        Optional<LocalDateTime> to = Xml.text(body, "endTime").flatMap(t -> time(t, SEARCHED));
        int most = number(body, "maxResults");
        int position = number(body, "searchResultPostion");
        boolean readable = Xml.text(body, "searchID")
                        .filter(id -> UUID.matcher(id).matches())
                        .isPresent()
                && from.isPresent()
                && to.isPresent()
                && most >= 1
                && most <= 64;
        if (!readable) {
            return Refusal.badXmlContent(url);
        }
        if (Duration.between(from.get(), to.get()).compareTo(WIDEST) > 0) {
            return Refusal.deviceError(url);
        }
        List<Stretch> all = track % 100 == 1 ? pieces(track / 100, from.get(), to.get()) : List.of();
        List<Stretch> page = all.subList(Math.min(position, all.size()), Math.min(position + most, all.size()));
        boolean more = position + most < all.size();
        Xml xml = new Xml()
                .open("CMSearchResult", "version=\"1.0\" xmlns=\"urn:psialliance-org\"")
                .leaf("searchID", Xml.text(body, "searchID").orElseThrow())
                .leaf("responseStatus", true)
                .leaf("responseStatusStrg", page.isEmpty() ? "NO MATCHES" : more ? "MORE" : "OK")
                .leaf("numOfMatches", page.size())
                .open("matchList");
        page.forEach(piece -> item(xml, piece));
        return HttpReply.xml(200, "OK", xml.end());
    }

    /** The address in it is that of the recorder's own camera network, which nobody else reaches. */
    private void item(Xml xml, Stretch piece) {
        int track = piece.channel() * 100 + 1;
        String address = "rtsp://192.168.254.1/Streaming/tracks/%d/?starttime=%s&endtime=%s&name=%011d&size=%d"
                .formatted(
                        track,
                        PLAYED.format(piece.from()),
                        PLAYED.format(piece.to()),
                        piece.from().getDayOfYear() * 288L
                                + piece.from().toLocalTime().toSecondOfDay() / PIECE.toSeconds(),
                        files.size(piece.frames()));
        xml.open("searchMatchItem")
                .leaf("sourceID", "{0000000000-0000-0000-0000-%012d}".formatted(piece.channel()))
                .leaf("trackID", track)
                .open("timeSpan")
                .leaf("startTime", SEARCHED.format(piece.from()))
                .leaf("endTime", SEARCHED.format(piece.to()))
                .close()
                .open("mediaSegmentDescriptor")
                .leaf("contentType", "video")
                .leaf("codecType", "H.264-BP")
                .leaf("playbackURI", address)
                .close()
                .open("metadataMatches")
                .leaf(
                        "metadataDescriptor",
                        "recordType.meta.hikvision.com/" + (piece.from().getMinute() == 0 ? "motion" : "timing"))
                .close()
                .close();
    }

    HttpReply download(String body, String url) {
        Optional<Stretch> wanted = Xml.text(body, "playbackURI").flatMap(this::stretch);
        if (wanted.isEmpty()) {
            return Refusal.badParameters(url);
        }
        long frames = wanted.get().frames();
        return HttpReply.fed("video/mpeg", files.size(frames), out -> files.write(frames, out));
    }

    String tracks() {
        Xml xml = new Xml().open("TrackList", "version=\"1.0\" xmlns=\"http://www.hikvision.com/ver20/XMLSchema\"");
        for (Channel channel : box.get().channels()) {
            if (channel.kind != Channel.Kind.EMPTY) {
                xml.open("Track")
                        .leaf("id", channel.number * 100 + 1)
                        .leaf("Channel", channel.number * 100 + 1)
                        .leaf("Enable", false)
                        .open("CustomExtensionList")
                        .open("CustomExtension")
                        .leaf("CustomExtensionName", "www.hikvision.com/RaCM/trackExt/ver10")
                        .leaf("enableSchedule", true)
                        .close()
                        .close()
                        .close();
            }
        }
        return xml.end();
    }

    private static int number(String body, String name) {
        return Xml.text(body, name)
                .filter(n -> n.matches("\\d{1,6}"))
                .map(Integer::parseInt)
                .orElse(0);
    }

    private static Optional<LocalDateTime> time(String text, DateTimeFormatter form) {
        try {
            return Optional.of(LocalDateTime.parse(text.toUpperCase(java.util.Locale.ROOT), form));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
