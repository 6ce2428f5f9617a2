package vn.matluoi.simulators.dahua;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * {@code mediaFileFind.cgi}: searches that are made, asked page by page, closed and destroyed; there are few of them. Each
 * channel that records has a file an hour for two days, the last one up to now. Safe for any thread.
 */
final class FileFind {

    /** Searches at a time. */
    static final int MOST = 4;

    /** A page is shorter than was asked for. */
    private static final int PAGE = 7;

    private static final Duration KEPT = Duration.ofDays(2);
    static final DateTimeFormatter WALL = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private final IntFunction<Optional<Camera>> cameras;
    private final Supplier<LocalDateTime> now;
    private final long length;
    private final Map<Integer, Deque<Stretch>> searches = new LinkedHashMap<>(); // guarded by this
    private int last = 1000;

    private record Stretch(int channel, LocalDateTime from, LocalDateTime to) {}

    /**
     * @param cameras by number from 1
     * @param now on the recorder's own clock
     * @param length of every file in bytes
     */
    FileFind(IntFunction<Optional<Camera>> cameras, Supplier<LocalDateTime> now, long length) {
        this.cameras = cameras;
        this.now = now;
        this.length = length;
    }

    /** Searches that were made and not destroyed. */
    synchronized int open() {
        return searches.size();
    }

    /** @return the answer; empty for a refusal */
    synchronized Optional<String> answer(String action, Map<String, String> query) {
        if (action.equals("factory.create")) {
            if (searches.size() >= MOST) {
                return Optional.empty();
            }
            searches.put(++last, new ArrayDeque<>());
            return Optional.of("result=" + last);
        }
        int id = number(query.get("object"));
        if (!searches.containsKey(id)) {
            return Optional.empty();
        }
        return switch (action) {
            case "findFile" ->
                find(query).map(found -> {
                    searches.put(id, found);
                    return "OK";
                });
            case "findNextFile" -> Optional.of(page(searches.get(id), number(query.get("count"))));
            case "close" -> Optional.of("OK");
            case "destroy" -> {
                searches.remove(id);
                yield Optional.of("OK");
            }
            default -> Optional.empty();
        };
    }

    /** @return empty, as the device's 400, if nothing was recorded or the channel has no camera */
    private Optional<Deque<Stretch>> find(Map<String, String> query) {
        int channel = number(query.get("condition.channel"));
        Optional<Camera> camera = cameras.apply(channel);
        if (camera.filter(Camera::there).filter(c -> c.recordMode() != 2).isEmpty()) {
            return Optional.empty();
        }
        LocalDateTime from;
        LocalDateTime to;
        try {
            from = LocalDateTime.parse(query.getOrDefault("condition.starttime", ""), WALL);
            to = LocalDateTime.parse(query.getOrDefault("condition.endtime", ""), WALL);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
        LocalDateTime clock = now.get().withNano(0);
        Deque<Stretch> found = new ArrayDeque<>();
        for (LocalDateTime hour = clock.minus(KEPT).truncatedTo(ChronoUnit.HOURS);
                hour.isBefore(clock);
                hour = hour.plusHours(1)) {
            LocalDateTime end = hour.plusHours(1).isBefore(clock) ? hour.plusHours(1) : clock;
            if (hour.isBefore(to) && end.isAfter(from)) {
                found.add(new Stretch(channel, hour, end));
            }
        }
        return found.isEmpty() ? Optional.empty() : Optional.of(found);
    }

    private String page(Deque<Stretch> left, int count) {
        StringBuilder rows = new StringBuilder();
        int row = 0;
        while (row < Math.min(count, PAGE) && !left.isEmpty()) {
            Stretch one = left.poll();
            String key = "items[%d].".formatted(row++);
            rows.append(key).append("Channel=").append(one.channel - 1).append('\n');
            rows.append(key).append("EndTime=").append(one.to.format(WALL)).append('\n');
            rows.append(key).append("FilePath=").append(path(one)).append('\n');
            rows.append(key).append("Flags[0]=Timing\n");
            rows.append(key).append("Length=").append(length).append('\n');
            rows.append(key).append("StartTime=").append(one.from.format(WALL)).append('\n');
            rows.append(key).append("Type=dav\n");
            rows.append(key).append("VideoStream=Main\n");
        }
        return "found=" + row + "\n" + rows;
    }

    private static String path(Stretch one) {
        return "/mnt/dvr/%s/%d/dav/%02d/%s-%s[R][0@0][0].dav"
                .formatted(
                        one.from.toLocalDate(),
                        one.channel - 1,
                        one.from.getHour(),
                        one.from.format(DateTimeFormatter.ofPattern("HH.mm.ss")),
                        one.to.format(DateTimeFormatter.ofPattern("HH.mm.ss")));
    }

    static int number(String text) {
        return text != null && text.matches("\\d{1,8}") ? Integer.parseInt(text) : -1;
    }
}
