package vn.matluoi.driver.hikvision.internal;

import java.util.ArrayList;
import java.util.Optional;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.http.XmlElement;

/**
 * The pan-tilt-zoom unit of a channel, where the device says there is one. A recorder answers for its IP cameras under
 * {@code PTZCtrl}, or under {@code ContentMgmt/PTZCtrlProxy}.
 *
 * @param base path that its commands begin with
 * @param can what it can do: {@code PTZChanelCap}, as ISAPI writes it
 */
record Mount(String base, XmlElement can) {

    /** @return empty if nothing moves there */
    static Optional<Mount> find(Isapi isapi, Layout.Slot slot) throws DeviceException {
        var bases = new ArrayList<String>();
        bases.add("/ISAPI/PTZCtrl/channels/" + slot.stream());
        if (slot.proxied()) {
            bases.add("/ISAPI/ContentMgmt/PTZCtrlProxy/channels/" + slot.stream());
        }
        for (var base : bases) {
            var mount = isapi.find(base + "/capabilities").map(can -> new Mount(base, can));
            if (mount.filter(m -> m.moves() || m.has("AbsoluteZoomPositionSpace") || m.presets() > 0)
                    .isPresent()) {
                return mount;
            }
        }
        return Optional.empty();
    }

    boolean moves() {
        return has("ContinuousPanTiltSpace") || has("ContinuousZoomSpace");
    }

    boolean goes() {
        return has("AbsolutePanTiltPositionSpace");
    }

    int presets() {
        return number("maxPresetNum");
    }

    int tours() {
        return number("maxPatrolNum");
    }

    private boolean has(String name) {
        return can.child(name).isPresent();
    }

    private int number(String name) {
        return can.text(name)
                .filter(n -> n.matches("\\d{1,4}"))
                .map(Integer::parseInt)
                .orElse(0);
    }

    /** From one end of what it can do to the other. */
    record Range(int from, int to) {

        /** @param share 0 to 1 of the way */
        long at(double share) {
            return Math.round(from + share * (to - from));
        }

        double share(double value) {
            return from == to ? 0 : Math.max(0, Math.min(1, (value - from) / (to - from)));
        }
    }

    /** @return what the device says of an axis, if it makes sense */
    Range range(String space, String axis, Range usual) {
        var from = limit(space, axis, "Min");
        var to = limit(space, axis, "Max");
        return from.isPresent() && to.isPresent() && from.get() < to.get() ? new Range(from.get(), to.get()) : usual;
    }

    private Optional<Integer> limit(String space, String axis, String end) {
        return can.text(space, axis, end).filter(n -> n.matches("-?\\d{1,6}")).map(Integer::parseInt);
    }
}
