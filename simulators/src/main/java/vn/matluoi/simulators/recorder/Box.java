package vn.matluoi.simulators.recorder;

import java.util.ArrayList;
import java.util.List;

/**
 * What stands on the type plate of a recorder, and its channels. Serial number and MAC address follow from name and
 * title, so that a recorder is the same one after a restart.
 *
 * @param serial ends in {@code WCVU}, as the family's recorders do
 */
record Box(
        String title,
        boolean hybrid,
        String model,
        String serial,
        String mac,
        String firmware,
        String build,
        List<Channel> channels) {

    static Box of(RecorderSettings settings) {
        int seed = (settings.name() + '\n' + settings.title()).hashCode() & 0x7fffffff;
        boolean hybrid = settings.analog() > 0;
        int size = settings.channels() <= 8
                ? 8
                : settings.channels() <= 16
                        ? 16
                        : settings.channels() <= 32 ? 32 : settings.channels() <= 64 ? 64 : 256;
        String model = hybrid ? "iDS-72%02dHUHI-M2/S".formatted(size) : "DS-76%02dNXI-K2".formatted(size);
        String number = "%09d".formatted(seed % 1_000_000_000);
        String serial = model + size + "20240312CC" + (hybrid ? "WR" : "RR") + number + "WCVU";
        String mac = "c0:56:e3:%02x:%02x:%02x".formatted(seed >> 16 & 255, seed >> 8 & 255, seed & 255);
        return new Box(
                settings.title(),
                hybrid,
                model,
                serial,
                mac,
                hybrid ? "V4.75.011" : "V4.62.210",
                hybrid ? "build 240625" : "build 230619",
                channels(settings, seed));
    }

    /** The box that answers when two recorders' ports were swapped at the router. */
    Box other() {
        return new Box(
                title + " (2)",
                hybrid,
                model,
                serial.replaceFirst("\\d{9}WCVU$", "000000042WCVU"),
                "c0:56:e3:00:00:2a",
                firmware,
                build,
                channels);
    }

    /** The same box after somebody wrote this behind the name of each channel that has a camera; nothing if empty. */
    Box labelled(String label) {
        return new Box(
                title,
                hybrid,
                model,
                serial,
                mac,
                firmware,
                build,
                channels.stream().map(channel -> channel.labelled(label)).toList());
    }

    private static List<Channel> channels(RecorderSettings settings, int seed) {
        int withCamera = settings.channels() - settings.empty();
        List<Integer> offline = new ArrayList<>();
        for (int k = 1; k <= settings.offline(); k++) {
            offline.add(withCamera * k / (settings.offline() + 1));
        }
        // with few cameras and many of them offline the spread can hit one twice, or none: take the last ones instead
        offline.removeIf(n -> n < 1);
        for (int n = withCamera; offline.stream().distinct().count() < settings.offline(); n--) {
            offline.add(n);
        }
        List<Channel> channels = new ArrayList<>();
        for (int n = 1; n <= settings.channels(); n++) {
            boolean analog = n <= settings.analog();
            boolean empty = n > withCamera;
            List<String> names = settings.channelNames();
            String round = n > names.size() ? " " + ((n - 1) / names.size() + 1) : "";
            channels.add(new Channel(
                    n,
                    analog ? Channel.Kind.ANALOG : empty ? Channel.Kind.EMPTY : Channel.Kind.DIGITAL,
                    empty ? "IPCamera %02d".formatted(n) : names.get((n - 1) % names.size()) + round,
                    empty || analog ? "0.0.0.0" : "192.168.254." + (n + 1),
                    empty || analog ? "" : n % 3 == 0 ? "DS-2CD2346G2-IU" : "DS-2CD2143G2-I",
                    empty || analog
                            ? ""
                            : "DS-2CD2%dG220231104AAWR%09d".formatted(n, (seed + n * 7919L) % 1_000_000_000),
                    !empty && !offline.contains(n)));
        }
        return List.copyOf(channels);
    }
}
