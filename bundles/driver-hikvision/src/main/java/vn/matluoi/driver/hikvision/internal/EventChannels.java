package vn.matluoi.driver.hikvision.internal;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import vn.matluoi.api.driver.ChannelId;

/**
 * Which channel an alarm means. {@code dynChannelID} counts if it is there, else {@code channelID}; 0 is the whole device;
 * recorders that count in the PSIA manner call their first IP camera 33.
 *
 * @param layout the channels as they are known now
 */
record EventChannels(Supplier<Layout> layout) {

    private static final int BEFORE_IP = 32;

    /** @return empty for the whole device; a channel nobody knows keeps the device's name for it */
    Optional<ChannelId> heard(Optional<String> dynamic, Optional<String> plain) {
        var said = dynamic.or(() -> plain).map(Clean::word).filter(s -> !s.isEmpty() && !s.equals("0"));
        return said.map(this::named);
    }

    private ChannelId named(String said) {
        var slots = layout.get().slots();
        var same = slots.stream().filter(s -> s.deviceId().equals(said)).findFirst();
        if (same.isEmpty() && said.matches("\\d{1,4}")) {
            int number = Integer.parseInt(said);
            same = number > BEFORE_IP
                    ? behind(slots, number - BEFORE_IP)
                    : slots.stream().filter(s -> s.stream() == number).findFirst();
        }
        return same.map(s -> s.channel().id()).orElseGet(() -> new ChannelId(said));
    }

    private static Optional<Layout.Slot> behind(List<Layout.Slot> slots, int number) {
        var proxied = slots.stream().filter(Layout.Slot::proxied).toList();
        return proxied.stream()
                .filter(s -> s.deviceId().equals(String.valueOf(number)))
                .findFirst()
                .or(() -> number <= proxied.size() ? Optional.of(proxied.get(number - 1)) : Optional.empty());
    }
}
