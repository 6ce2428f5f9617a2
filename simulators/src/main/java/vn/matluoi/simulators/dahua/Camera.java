package vn.matluoi.simulators.dahua;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vn.matluoi.simulators.recorder.RecorderSettings;

/** One channel of the recorder. Safe for any thread. */
final class Camera {

    /** From 1; the recorder's tables count from 0. */
    final int number;

    final String name;
    /** {@code Private} or {@code Onvif}; empty for an analog input. */
    final String protocol;

    final String address;
    final String model;
    final String serial;
    /** Where it can be turned. */
    final Optional<PtzHead> head;

    private final boolean there;
    private volatile boolean online;
    private volatile int recordMode;

    Camera(
            int number,
            String name,
            String protocol,
            String address,
            String model,
            String serial,
            boolean there,
            boolean online,
            boolean turns) {
        this.number = number;
        this.name = name;
        this.protocol = protocol;
        this.address = address;
        this.model = model;
        this.serial = serial;
        this.there = there;
        this.online = online;
        head = turns ? Optional.of(new PtzHead()) : Optional.empty();
    }

    /** One for each channel: the first analog, the last empty, those that are offline spread between. */
    static List<Camera> all(RecorderSettings settings) {
        List<Camera> all = new ArrayList<>();
        int last = settings.channels() - settings.empty();
        for (int n = 1; n <= settings.channels(); n++) {
            boolean there = n <= last;
            boolean analog = n <= settings.analog();
            // the offline ones are spread: the multiples of what is left between them
            boolean offline = settings.offline() > 0
                    && n % Math.max(1, last / (settings.offline() + 1)) == 0
                    && n / Math.max(1, last / (settings.offline() + 1)) <= settings.offline();
            List<String> names = settings.channelNames();
            all.add(new Camera(
                    n,
                    there ? names.get((n - 1) % names.size()) : "IPC " + n,
                    !there || analog ? "" : n % 8 == 5 ? "Onvif" : "Private",
                    there && !analog ? "192.168.1." + (100 + n) : "192.168.0.0",
                    there && !analog ? n % 4 == 1 ? "DH-SD49225XA-HNR" : "DH-IPC-HFW2431S-S-S2" : "",
                    there && !analog ? "7A0%04XPAJ%05X".formatted(n, n * 7919) : "",
                    there,
                    !offline,
                    there && n % 4 == 1));
        }
        return List.copyOf(all);
    }

    int index() {
        return number - 1;
    }

    /** Whether the slot has a camera at all. */
    boolean there() {
        return there;
    }

    boolean analog() {
        return protocol.isEmpty() && there;
    }

    boolean onvif() {
        return protocol.equals("Onvif");
    }

    boolean online() {
        return there && online;
    }

    void setOnline(boolean now) {
        online = now;
    }

    /** 0 by schedule, 1 always, 2 not at all. */
    int recordMode() {
        return recordMode;
    }

    void setRecordMode(int mode) {
        recordMode = mode;
    }
}
