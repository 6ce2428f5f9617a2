package vn.matluoi.driver.onvif.internal;

import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.driver.DeviceFacet.Events.Sink;
import vn.matluoi.api.event.CameraEvent;
import vn.matluoi.api.event.CameraEvent.Phase;
import vn.matluoi.api.http.XmlElement;

/**
 * Turns notification messages into events. {@code Initialized} tells a state that is there already: true and false of it are told
 * as active and inactive, anything else of it is no news. {@code Deleted} ends what it names. Of many inputs, relays or rules with
 * one topic each has its own here: what the source calls it is put behind. For any thread.
 */
final class Notices {

    private static final int MOST_MESSAGES = 500;
    private static final int MOST_ITEMS = 4;

    /** A topic whose end nobody promised: an event with a state but no {@code PropertyOperation}. */
    private static final Duration LAPSE = Duration.ofSeconds(30);

    private static final List<String> STATES =
            List.of("ismotion", "state", "isinside", "istamper", "logicalstate", "isalarm", "active");
    private static final List<String> SOURCES = List.of(
            "videosourceconfigurationtoken", "videosourcetoken", "videosource", "source", "profiletoken", "profile");

    /** Topics that concern the whole device even where it is one camera. */
    private static final List<String> OF_DEVICE = List.of("device/", "monitoring/", "configuration/", "security/");

    private final SourceId source;
    private final Map<String, ChannelId> byToken;
    private final Optional<ChannelId> only;
    private final InstantSource clock;

    Notices(SourceId source, Layout layout, InstantSource clock) {
        this.source = source;
        this.byToken = layout.byToken();
        this.only = layout.slots().size() == 1
                ? Optional.of(layout.slots().get(0).channel().id())
                : Optional.empty();
        this.clock = clock;
    }

    /** @param pulled answer to {@code PullMessages} */
    void tell(XmlElement pulled, Sink sink) {
        pulled.children("NotificationMessage").stream().limit(MOST_MESSAGES).forEach(n -> tellOne(n, sink));
    }

    private void tellOne(XmlElement notice, Sink sink) {
        var topic = Clean.text(notice.text("Topic").orElse(""));
        var message = notice.at("Message", "Message").or(() -> notice.child("Message"));
        if (topic.isEmpty() || message.isEmpty()) {
            return;
        }
        var operation =
                message.get().attributes().getOrDefault("PropertyOperation", "").strip();
        var data = items(message.get(), "Data");
        var state = state(data);
        if (operation.equalsIgnoreCase("Initialized") && state.isEmpty()) {
            return;
        }
        var phase = operation.equalsIgnoreCase("Deleted")
                ? Phase.INACTIVE
                : state.map(on -> on ? Phase.ACTIVE : Phase.INACTIVE).orElse(Phase.PULSE);
        var from = items(message.get(), "Source");
        var channel = channel(topic, from);
        var names = new LinkedHashSet<>(data.keySet());
        names.addAll(from.keySet());
        message.get().child("Data").ifPresent(d -> addNames(d, names));
        var event = new CameraEvent(
                source,
                channel,
                Topics.type(topic, names),
                phase,
                DeviceClock.instant(message.get().attributes().getOrDefault("UtcTime", "")),
                clock.instant(),
                Clean.text(topic + which(message.get(), channel.isPresent())),
                XmlText.of(message.get()));
        boolean endless = phase == Phase.ACTIVE && operation.isEmpty();
        sink.event(event, endless ? Optional.of(LAPSE) : Optional.empty());
    }

    /**
     * @param placed whether the channel is known, so that what names it says nothing more
     * @return what tells one input, relay or rule from another of the same topic, as {@code ;InputToken=2}; may be empty
     */
    private static String which(XmlElement message, boolean placed) {
        var which = new StringBuilder();
        int items = 0;
        for (var item :
                message.child("Source").map(p -> p.children("SimpleItem")).orElse(List.of())) {
            var name = Clean.word(item.attributes().getOrDefault("Name", ""));
            var value = Clean.word(item.attributes().getOrDefault("Value", ""));
            boolean place = placed && SOURCES.contains(name.toLowerCase(Locale.ROOT));
            if (!name.isEmpty() && !value.isEmpty() && !place && !Topics.isPersonal(name)) {
                which.append(';').append(name).append('=').append(value);
                if (++items == MOST_ITEMS) {
                    break;
                }
            }
        }
        return which.toString();
    }

    /** Adds what items are called, and what stands within those that are no simple ones, as {@code LicensePlateInfo}. */
    private static void addNames(XmlElement part, Set<String> names) {
        for (var child : part.children()) {
            names.add(child.name());
            names.add(child.attributes().getOrDefault("Name", ""));
            addNames(child, names);
        }
    }

    /** @return values by name in lower case, in order */
    private static Map<String, String> items(XmlElement message, String part) {
        var items = new LinkedHashMap<String, String>();
        for (var item : message.child(part).map(p -> p.children("SimpleItem")).orElse(List.of())) {
            items.putIfAbsent(
                    item.attributes().getOrDefault("Name", "").strip().toLowerCase(Locale.ROOT),
                    item.attributes().getOrDefault("Value", "").strip());
        }
        return items;
    }

    /** @return the first item that says a state: the usual names first, then any that is true or false */
    private static Optional<Boolean> state(Map<String, String> data) {
        for (var name : STATES) {
            var said = truth(data.getOrDefault(name, ""), true);
            if (said.isPresent()) {
                return said;
            }
        }
        return data.values().stream().flatMap(v -> truth(v, false).stream()).findFirst();
    }

    /** @param digits whether 0 and 1 are a state; in an item of another name they may be a count */
    private static Optional<Boolean> truth(String value, boolean digits) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true", "active", "on" -> Optional.of(true);
            case "false", "inactive", "off" -> Optional.of(false);
            case "1" -> digits ? Optional.of(true) : Optional.empty();
            case "0" -> digits ? Optional.of(false) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private Optional<ChannelId> channel(String topic, Map<String, String> from) {
        for (var name : SOURCES) {
            var known = Optional.ofNullable(byToken.get(from.getOrDefault(name, "")));
            if (known.isPresent()) {
                return known;
            }
        }
        var bare = topic.replaceAll("[A-Za-z0-9_.-]+:", "").toLowerCase(Locale.ROOT);
        return OF_DEVICE.stream().anyMatch(bare::startsWith) ? Optional.empty() : only;
    }
}
