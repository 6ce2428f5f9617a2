package ${package};

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import vn.matluoi.api.driver.Channel;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.driver.DeviceException;

/**
 * The channels of a device as it told them: {@code /v1/channels}. Offline and empty ones are kept; a list that is cut is no
 * list, as a channel that is missing from it would look like one that was taken away.
 *
 * @param rows by channel number
 */
record Layout(SortedMap<Integer, KeyValues> rows) {

    static final String PATH = "/v1/channels";
    static final int MOST_CHANNELS = 256;

    static Layout read(Calls calls) throws DeviceException {
        var told = calls.find(PATH).orElseThrow(() -> Words.notThere(PATH));
        var rows = told.rows("channel");
        int said = told.number("channels");
        if (said < 1 || said > MOST_CHANNELS || rows.size() != said) {
            throw Words.notWhole(said, rows.size());
        }
        return new Layout(rows);
    }

    List<Channel> channels() {
        return rows.entrySet().stream().map(Layout::channel).toList();
    }

    Optional<KeyValues> row(ChannelId channel) {
        return rows.entrySet().stream()
                .filter(row -> String.valueOf(row.getKey()).equals(channel.value()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static Channel channel(Map.Entry<Integer, KeyValues> entry) {
        var row = entry.getValue();
        var address = row.get("address");
        return new Channel(
                new ChannelId(String.valueOf(entry.getKey())),
                entry.getKey(),
                row.get("name").orElse(""),
                kind(row.get("kind").orElse("")),
                status(row.get("state").orElse("")),
                row.get("why"),
                address.map(where -> new Channel.Child(
                        row.get("protocol"),
                        address, // evidence: the hub never connects there
                        row.get("manufacturer"),
                        row.get("model"),
                        row.get("serial"),
                        row.get("firmware"),
                        row.get("mac"))));
    }

    private static Channel.Kind kind(String word) {
        return switch (word) {
            case "analog" -> Channel.Kind.ANALOG;
            case "self" -> Channel.Kind.SELF;
            default -> Channel.Kind.IP;
        };
    }

    /** A word nobody knows is no fault, and no proof of life either. */
    private static Channel.Status status(String word) {
        return switch (word) {
            case "online" -> Channel.Status.ONLINE;
            case "offline" -> Channel.Status.OFFLINE;
            case "empty" -> Channel.Status.EMPTY;
            default -> Channel.Status.UNKNOWN;
        };
    }
}
