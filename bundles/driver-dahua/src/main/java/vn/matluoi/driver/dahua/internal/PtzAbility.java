package vn.matluoi.driver.dahua.internal;

import java.util.Optional;
import java.util.stream.Stream;
import vn.matluoi.api.driver.Channel.Kind;
import vn.matluoi.api.driver.DeviceException;

/**
 * What the head behind a channel can do, as {@code ptz.cgi?action=getCurrentProtocolCaps} says; where the firmware does not
 * know the question, a head that tells its status turns.
 *
 * @param channel its number in requests: from 1 on recorders, from 0 or 1 on cameras, by model
 * @param caps what it says it can; empty if it does not say
 * @param tellsPlace whether its status says where it looks
 */
record PtzAbility(int channel, Optional<KeyValues> caps, boolean tellsPlace) {

    private static final int USUAL_PRESETS = 255;

    /** The firmware's own spelling; another may mend it. */
    private static final String[] PLACES = {"Postion", "Position"};

    static String path(String action, int channel) {
        return "/cgi-bin/ptz.cgi?action=%s&channel=%d".formatted(action, channel);
    }

    /**
     * @return empty if nothing there turns or zooms
     * @throws DeviceException.Refused {@code RIGHTS} if the account may not know
     */
    static Optional<PtzAbility> read(Cgi cgi, Layout.Slot slot) throws DeviceException {
        var numbers = slot.channel().kind() == Kind.SELF
                ? Stream.of(slot.index() + 1, slot.index()).toList()
                : Stream.of(slot.channel().number()).toList();
        for (int number : numbers) {
            var status = found(cgi, path("getStatus", number), "status.");
            var caps =
                    found(cgi, path("getCurrentProtocolCaps", number), "caps.").map(c -> c.under("caps"));
            if (status.isPresent() || caps.isPresent()) {
                boolean turns = caps.map(PtzAbility::turns).orElse(true);
                var place = status.flatMap(s -> place(s, 0));
                return turns ? Optional.of(new PtzAbility(number, caps, place.isPresent())) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static Optional<KeyValues> found(Cgi cgi, String path, String key) throws DeviceException {
        var answer = cgi.may(path, key);
        if (answer instanceof Cgi.Answer.Absent absent && (absent.status() == 403 || absent.status() == 500)) {
            throw Cgi.missing(path, absent);
        }
        return answer instanceof Cgi.Answer.Found found ? Optional.of(found.values()) : Optional.empty();
    }

    /** {@code Tile} is the firmware's word for tilt. */
    private static boolean turns(KeyValues caps) {
        return Stream.of("Pan", "Tile", "Tilt", "Zoom").anyMatch(k -> caps.flag(k, false));
    }

    /** @return the angle or zoom at that place of a status */
    static Optional<Double> place(KeyValues status, int at) {
        return Stream.of(PLACES)
                .flatMap(word -> status.get("status.%s[%d]".formatted(word, at)).stream())
                .filter(v -> v.matches("-?\\d{1,6}(\\.\\d{1,20})?"))
                .map(Double::parseDouble)
                .findFirst();
    }

    boolean goesToPlaces() {
        return tellsPlace && says("MoveAbsolutely", true);
    }

    boolean keepsPresets() {
        return says("Preset", true);
    }

    boolean tours() {
        return says("Tour", true);
    }

    private boolean says(String key, boolean otherwise) {
        return caps.map(c -> c.flag(key, otherwise)).orElse(otherwise);
    }

    int firstPreset() {
        return caps.flatMap(c -> c.index("PresetMin")).filter(n -> n > 0).orElse(1);
    }

    int lastPreset() {
        return caps.flatMap(c -> c.index("PresetMax")).filter(n -> n > 0).orElse(USUAL_PRESETS);
    }

    /** @return an end of the range of its angles, in degrees */
    double angle(String axis, int end, double otherwise) {
        return caps.flatMap(c -> c.get("PtzMotionRange.%s[%d]".formatted(axis, end)))
                .filter(v -> v.matches("-?\\d{1,3}(\\.\\d{1,9})?"))
                .map(Double::parseDouble)
                .orElse(otherwise);
    }
}
