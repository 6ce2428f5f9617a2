package vn.matluoi.driver.dahua.internal;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import vn.matluoi.api.driver.Channel.Status;
import vn.matluoi.api.driver.DeviceException;

/**
 * What a recorder says of its channels' state: of IP cameras in words, where the firmware knows the call (NVR608H-128
 * V4.000 answers 501); of all in the list of those that lost their picture. What it does not say is not guessed.
 *
 * @param words by index
 * @param lost indexes without a picture; empty if it does not tell
 */
record ChannelStates(Map<Integer, String> words, Optional<Set<Integer>> lost) {

    static final String STATES = "/cgi-bin/LogicDeviceManager.cgi?action=getCameraState&uniqueChannels%5B0%5D=-1";
    static final String LOST = "/cgi-bin/eventManager.cgi?action=getEventIndexes&code=VideoLoss";

    static ChannelStates read(Cgi cgi) throws DeviceException {
        return new ChannelStates(words(cgi), lost(cgi));
    }

    /** {@code states[2].channel=5}, {@code states[2].connectionState=Connected}: a row's index is not its channel's. */
    private static Map<Integer, String> words(Cgi cgi) throws DeviceException {
        var words = new HashMap<Integer, String>();
        var answer = cgi.find(STATES, "");
        if (answer.isPresent()) {
            var rows = Stream.of("states", "list.info")
                    .map(name -> answer.get().rows(name))
                    .filter(r -> !r.isEmpty())
                    .findFirst();
            rows.ifPresent(r -> r.values().forEach(row -> {
                var channel = row.index("channel");
                var word = Clean.optional(row.get("connectionState"));
                if (channel.isPresent() && word.isPresent()) {
                    words.putIfAbsent(channel.get(), word.get());
                }
            }));
        }
        return words;
    }

    /** {@code channels[0]=2}, or {@code Error: No Events}; another error tells nothing. */
    private static Optional<Set<Integer>> lost(Cgi cgi) throws DeviceException {
        var answer = cgi.may(LOST, "");
        if (answer instanceof Cgi.Answer.Absent absent) {
            boolean none = absent.said().toLowerCase(Locale.ROOT).contains("no events");
            return none ? Optional.of(Set.of()) : Optional.empty();
        }
        var values = ((Cgi.Answer.Found) answer).values();
        var lost = new HashSet<Integer>();
        for (var name : new String[] {"channels", "events"}) {
            values.rows(name).values().forEach(row -> row.index("").ifPresent(lost::add));
        }
        boolean told = values.any("channels[") || values.any("events[");
        return told ? Optional.of(lost) : Optional.empty();
    }

    Status status(int index) {
        var word = Optional.ofNullable(words.get(index)).orElse("").toLowerCase(Locale.ROOT);
        return switch (word) {
            case "connected" -> Status.ONLINE;
            case "unconnect", "unconnected", "disconnect", "disconnected", "connecting" -> Status.OFFLINE;
            default ->
                lost.map(l -> l.contains(index) ? Status.OFFLINE : Status.ONLINE)
                        .orElse(Status.UNKNOWN);
        };
    }

    /** @return the device's own word for why a channel is not online */
    Optional<String> word(int index) {
        return Optional.ofNullable(words.get(index))
                .or(() -> lost.filter(l -> l.contains(index)).map(l -> "VideoLoss"));
    }
}
