package vn.matluoi.driver.hikvision.internal;

import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import vn.matluoi.api.driver.Channel;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.driver.DeviceException;

/**
 * Which channels report to us: one does only if a trigger of it notifies the surveillance center. Always the list of
 * triggers, never a single one: 503 under {@code triggers/ID} means that there is none.
 */
final class Wiring {

    static final String PATH = "/ISAPI/Event/triggers";

    private Wiring() {}

    /**
     * @param layout the channels as they are known; slots without a camera have nothing to notify
     * @return a fault for the channels that notify nothing; empty if there is none, or the device does not say
     */
    static Optional<String> fault(Isapi isapi, Layout layout) throws DeviceException {
        var list = isapi.find(PATH);
        var channels = new EventChannels(() -> layout);
        var center = new HashMap<ChannelId, Boolean>();
        for (var trigger : list.map(l -> l.all("EventTrigger")).orElse(List.of())) {
            var channel = channels.heard(trigger.text("dynVideoInputChannelID"), trigger.text("videoInputChannelID"));
            boolean notifies = trigger.all("notificationMethod").stream()
                    .anyMatch(m -> m.text().equalsIgnoreCase("center"));
            channel.ifPresent(c -> center.merge(c, notifies, Boolean::logicalOr));
        }
        var mute = layout.slots().stream()
                .map(Layout.Slot::channel)
                .filter(c -> c.status() != Channel.Status.EMPTY && !center.getOrDefault(c.id(), true))
                .map(c -> c.id().value())
                .collect(Collectors.joining(", "));
        return mute.isEmpty() ? Optional.empty() : Optional.of(Words.notifiesNothing(mute));
    }
}
