package vn.matluoi.driver.hikvision.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import vn.matluoi.api.driver.ChannelFacet.Recordings.Recording;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.http.XmlElement;

/**
 * Asks a device for recorded stretches: {@code POST ContentMgmt/search}, in windows of a day, since some units refuse
 * wide ones, and page by page. Times are the device's wall clock, dressed with {@code Z} or not. Source: VENDORS 4.4.
 *
 * @param zone the one the device's clock shows
 * @param offset device clock minus hub clock
 */
record Footage(Isapi isapi, ZoneId zone, Duration offset) {

    static final String PATH = "/ISAPI/ContentMgmt/search";

    /** Longest window that is asked for: a request or more for each day of it. */
    static final Duration LONGEST = Duration.ofDays(62);

    private static final int PAGE = 40;
    private static final int PAGES = 1000;
    private static final int MOST = 20_000;
    private static final int LONGEST_REFERENCE = 1024;
    private static final DateTimeFormatter WALL = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss'Z'");

    /** @return stretches that overlap the window, oldest first */
    List<Recording> search(int track, Instant from, Instant to) throws DeviceException {
        if (Duration.between(from, to).compareTo(LONGEST) > 0) {
            throw Words.tooLong(LONGEST.toDays());
        }
        var found = new LinkedHashMap<String, Recording>();
        int pages = PAGES;
        for (var day = from; day.isBefore(to); day = day.plus(Duration.ofDays(1))) {
            var end = day.plus(Duration.ofDays(1));
            pages -= window(track, day, end.isBefore(to) ? end : to, pages, found);
        }
        return found.values().stream()
                .filter(r -> r.from().isBefore(to) && r.to().isAfter(from))
                .sorted(Comparator.comparing(Recording::from))
                .toList();
    }

    /** @return how many pages it took */
    private int window(int track, Instant from, Instant to, int most, Map<String, Recording> found)
            throws DeviceException {
        var id = UUID.randomUUID().toString().toUpperCase(java.util.Locale.ROOT);
        int position = 0;
        for (int page = 1; page <= most; page++) {
            var answer = isapi.post(PATH, question(id, track, from, to, position), "CMSearchResult");
            var items = answer.all("searchMatchItem");
            for (var item : items) {
                recording(item).ifPresent(r -> found.putIfAbsent(r.reference(), r));
            }
            position += items.size();
            if (found.size() > MOST) {
                break;
            }
            if (items.isEmpty() || !isMore(answer)) {
                return page;
            }
        }
        throw Words.endlessFootage(MOST);
    }

    /** {@code responseStatusStrg}, or however the firmware spells it. */
    private static boolean isMore(XmlElement answer) {
        return answer.children().stream()
                .anyMatch(c ->
                        c.name().startsWith("responseStatusStr") && c.text().equalsIgnoreCase("MORE"));
    }

    private String question(String id, int track, Instant from, Instant to, int position) {
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <CMSearchDescription><searchID>%s</searchID><trackIDList><trackID>%d</trackID></trackIDList>\
                <timeSpanList><timeSpan><startTime>%s</startTime><endTime>%s</endTime></timeSpan></timeSpanList>\
                <maxResults>%d</maxResults><searchResultPostion>%d</searchResultPostion>\
                <metadataList><metadataDescriptor>//recordType.meta.std-cgi.com</metadataDescriptor></metadataList>\
                </CMSearchDescription>
                """
                .formatted(id, track, WALL.format(wall(from)), WALL.format(wall(to)), PAGE, position);
    }

    /** Pictures are found as stretches of no length: they are no footage. */
    private Optional<Recording> recording(XmlElement item) {
        var from = item.text("timeSpan", "startTime").flatMap(DeviceTime::wall).map(this::instant);
        var to = item.text("timeSpan", "endTime").flatMap(DeviceTime::wall).map(this::instant);
        var uri = item.text("mediaSegmentDescriptor", "playbackURI")
                .filter(u -> u.length() <= LONGEST_REFERENCE && u.chars().noneMatch(c -> c < ' '));
        if (from.isEmpty() || to.isEmpty() || uri.isEmpty() || !from.get().isBefore(to.get())) {
            return Optional.empty();
        }
        return Optional.of(new Recording(from.get(), to.get(), uri.get(), trigger(item)));
    }

    /** {@code recordType.meta.std-cgi.com/timing}, {@code //recordType.meta.hikvision.com/motion}: the last word. */
    private static Optional<String> trigger(XmlElement item) {
        var words = new ArrayList<String>();
        item.child("metadataMatches").ifPresent(m -> m.all("metadataDescriptor").forEach(d -> words.add(d.text())));
        return words.stream()
                .filter(w -> w.contains("/"))
                .map(w -> Clean.word(w.substring(w.lastIndexOf('/') + 1)))
                .filter(w -> !w.isEmpty() && !w.contains("meta."))
                .findFirst();
    }

    /** @return what the device's clock shows at a time */
    LocalDateTime wall(Instant time) {
        return LocalDateTime.ofInstant(time.plus(offset), zone);
    }

    private Instant instant(LocalDateTime wall) {
        return wall.atZone(zone).toInstant().minus(offset);
    }
}
