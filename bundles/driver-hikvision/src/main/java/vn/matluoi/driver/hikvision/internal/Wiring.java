package vn.matluoi.driver.hikvision.internal;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.http.XmlElement;

/**
 * Which channels report to us: one does only if a trigger of it notifies the surveillance center. Always the list of
 * triggers, never a single one: 503 under {@code triggers/ID} means that there is none.
 */
final class Wiring {

    static final String PATH = "/ISAPI/Event/triggers";

    private Wiring() {}

    /** @return a fault for the channels that notify nothing; empty if there is none, or the device does not say */
    static Optional<String> fault(Isapi isapi, EventChannels channels) throws DeviceException {
        Optional<XmlElement> list;
        try {
            list = isapi.find(PATH);
        } catch (DeviceException.Busy e) {
            return Optional.empty();
        }
        Map<String, Boolean> center = new TreeMap<>();
        for (var trigger : list.map(l -> l.all("EventTrigger")).orElse(List.of())) {
            var channel = channels.heard(trigger.text("dynVideoInputChannelID"), trigger.text("videoInputChannelID"));
            boolean notifies = trigger.all("notificationMethod").stream()
                    .anyMatch(m -> m.text().equalsIgnoreCase("center"));
            channel.ifPresent(c -> center.merge(c.value(), notifies, Boolean::logicalOr));
        }
        center.values().removeIf(notifies -> notifies);
        return center.isEmpty()
                ? Optional.empty()
                : Optional.of(Words.notifiesNothing(String.join(", ", center.keySet())));
    }
}
