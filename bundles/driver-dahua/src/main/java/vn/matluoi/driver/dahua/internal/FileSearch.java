package vn.matluoi.driver.dahua.internal;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Unreachable;
import vn.matluoi.api.http.DeviceRequest;

/**
 * One search for recorded files: {@code mediaFileFind.cgi}, made, asked page by page until a page is empty, closed and
 * destroyed. A device has few of them, so they are given back whatever happens. Times are the device's own wall clock.
 */
final class FileSearch implements AutoCloseable {

    static final String FIND = "/cgi-bin/mediaFileFind.cgi?action=";

    private static final int PAGE = 100;

    /** More than a channel has in a year of hours; a device that never ends is left there, and nothing of it believed. */
    private static final int MOST = 20_000;

    private final Cgi cgi;
    private final String object;
    private boolean silent;

    private FileSearch(Cgi cgi, String object) {
        this.cgi = cgi;
        this.object = object;
    }

    static FileSearch open(Cgi cgi) throws DeviceException {
        var path = FIND + "factory.create";
        var answer = cgi.ask(path, "result");
        if (answer instanceof Cgi.Answer.Absent absent) {
            throw switch (absent.status()) {
                case 400 -> Words.busy(); // all of its searches are taken
                case 404, 405, 501 -> Words.noSearch();
                default -> Cgi.missing(path, absent);
            };
        }
        var object = ((Cgi.Answer.Found) answer).values().get("result").orElse("");
        if (!object.matches("\\w{1,32}")) {
            throw Words.otherAnswer(path, Clean.word(object));
        }
        return new FileSearch(cgi, object);
    }

    /**
     * @param channel as the device counts in requests
     * @return the rows {@code items[i]}, oldest first, all of them; none if nothing was recorded
     * @throws DeviceException if the list broke off or has no end, as what is missing from it would look unrecorded
     */
    List<KeyValues> rows(int channel, LocalDateTime from, LocalDateTime to) throws DeviceException {
        try {
            return find(channel, from, to) ? pages() : List.of();
        } catch (Unreachable e) {
            silent = true;
            throw e;
        }
    }

    /** 400 is the answer to a filter that firmware does not know, and where there is nothing. */
    private boolean find(int channel, LocalDateTime from, LocalDateTime to) throws DeviceException {
        var condition = "%sfindFile&object=%s&condition.Channel=%d&condition.StartTime=%s&condition.EndTime=%s"
                .formatted(FIND, object, channel, Encoded.wall(from), Encoded.wall(to));
        for (var types : new String[] {"&condition.Types%5B0%5D=dav&condition.Types%5B1%5D=mp4", ""}) {
            var path = condition + types;
            var refused = Cgi.refusal(path, cgi.raw(DeviceRequest.get(path)));
            if (refused.isEmpty()) {
                return true;
            }
            if (refused.get().status() == 403 || refused.get().status() == 500) {
                throw Cgi.missing(path, refused.get());
            }
        }
        return false;
    }

    private List<KeyValues> pages() throws DeviceException {
        var rows = new ArrayList<KeyValues>();
        var path = FIND + "findNextFile&object=" + object + "&count=" + PAGE;
        while (rows.size() <= MOST) {
            var page = cgi.ask(path, "found");
            if (page instanceof Cgi.Answer.Absent absent) {
                if (absent.status() == 400 && !rows.isEmpty()) {
                    return rows; // asked once more than there are pages
                }
                throw Cgi.missing(path, absent);
            }
            var found = ((Cgi.Answer.Found) page).values();
            var items = found.rows("items").values();
            if (found.number("found") == 0 || items.isEmpty()) {
                return rows; // a short page is not the end, an empty one is
            }
            rows.addAll(items);
        }
        throw Words.endlessFootage(MOST);
    }

    /** Where the device has gone silent, it is told without waiting. */
    @Override
    public void close() {
        for (var action : List.of("close", "destroy")) {
            var request = DeviceRequest.get(FIND + action + "&object=" + object);
            if (silent) {
                cgi.connection().send(request);
                continue;
            }
            try {
                cgi.raw(request);
            } catch (DeviceException e) {
                silent = true; // what was found counts, and the device forgets the search by itself
            }
        }
    }

    /** @return the channel's own rows; of a recorder, whose answers count from 0, no others */
    static boolean isOf(KeyValues row, Optional<Integer> index) {
        var said = row.index("Channel");
        return index.isEmpty() || said.isEmpty() || said.equals(index);
    }
}
