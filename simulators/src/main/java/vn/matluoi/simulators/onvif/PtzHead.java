package vn.matluoi.simulators.onvif;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A camera head that turns and zooms. Where it is follows from its last order and the time since, so that nothing runs
 * while nobody looks. At full speed it crosses pan or tilt in four seconds. Safe for any thread.
 */
final class PtzHead {

    static final int MAX_PRESETS = 300;

    private static final double TURN_PER_SECOND = 0.5;
    private static final double ZOOM_PER_SECOND = 0.25;
    private static final Duration LONGEST_MOVE = Duration.ofSeconds(60);
    private static final Duration STAY = Duration.ofSeconds(5);

    // guarded by this
    private final Map<String, Preset> presets = new LinkedHashMap<>();
    private Place place = new Place(0, 0, 0);
    private Place home = place;
    private Place speed = new Place(0, 0, 0);
    private Instant since = Instant.EPOCH;
    private Instant until = Instant.EPOCH;
    private Instant tourSince;

    /**
     * Where a head looks, or how fast it moves.
     *
     * @param pan -1 (left) to 1
     * @param tilt -1 (down) to 1
     * @param zoom 0 (wide) to 1; as a speed -1 to 1
     */
    record Place(double pan, double tilt, double zoom) {

        Place plus(Place speed, double seconds) {
            return new Place(
                            pan + speed.pan * seconds * TURN_PER_SECOND,
                            tilt + speed.tilt * seconds * TURN_PER_SECOND,
                            zoom + speed.zoom * seconds * ZOOM_PER_SECOND)
                    .within();
        }

        Place within() {
            return new Place(limit(pan, -1), limit(tilt, -1), limit(zoom, 0));
        }

        private static double limit(double value, double least) {
            return Math.max(least, Math.min(1, value));
        }
    }

    /** A place with a name. */
    record Preset(String token, String name, Place place) {}

    PtzHead() {
        presets.put("1", new Preset("1", "Cổng chính", new Place(-0.5, 0, 0)));
        presets.put("2", new Preset("2", "Ngã tư", new Place(0.5, 0.25, 0.5)));
    }

    synchronized Place place(Instant now) {
        if (tourSince != null && !presets.isEmpty()) {
            List<Preset> stops = new ArrayList<>(presets.values());
            long passed = Math.max(0, Duration.between(tourSince, now).toMillis()) / STAY.toMillis();
            return stops.get((int) (passed % stops.size())).place();
        }
        Instant end = now.isBefore(until) ? now : until;
        return end.isAfter(since)
                ? place.plus(speed, Duration.between(since, end).toMillis() / 1000.0)
                : place;
    }

    synchronized boolean moving(Instant now) {
        return tourSince != null || now.isBefore(until) && (speed.pan() != 0 || speed.tilt() != 0 || speed.zoom() != 0);
    }

    synchronized boolean touring() {
        return tourSince != null;
    }

    /** Moves at a speed until stopped, at most for a minute. */
    synchronized void move(Place velocity, Duration time, Instant now) {
        settle(now);
        speed = velocity;
        until = now.plus(time.compareTo(LONGEST_MOVE) < 0 ? time : LONGEST_MOVE);
    }

    /** It is there at once. */
    synchronized void jump(Place to, Instant now) {
        settle(now);
        place = to.within();
        until = now;
    }

    synchronized void stop(boolean turning, boolean zooming, Instant now) {
        boolean touring = tourSince != null;
        settle(now);
        if (!touring) {
            speed = new Place(turning ? 0 : speed.pan(), turning ? 0 : speed.tilt(), zooming ? 0 : speed.zoom());
        }
    }

    synchronized Place home() {
        return home;
    }

    synchronized void setHome(Instant now) {
        home = place(now);
    }

    synchronized void tour(boolean runs, Instant now) {
        settle(now);
        until = now;
        tourSince = runs ? now : null;
    }

    synchronized List<Preset> presets() {
        return List.copyOf(presets.values());
    }

    synchronized Preset preset(String token) throws SoapFault {
        Preset found = presets.get(token);
        if (found == null) {
            throw SoapFault.invalid("NoToken");
        }
        return found;
    }

    /** Keeps the present place; a new token if none is given. */
    synchronized String keep(String token, String name, Instant now) throws SoapFault {
        String chosen = token;
        if (chosen.isEmpty()) {
            if (presets.size() >= MAX_PRESETS) {
                throw SoapFault.invalid("TooManyPresets");
            }
            int free = 1;
            while (presets.containsKey(Integer.toString(free))) {
                free++;
            }
            chosen = Integer.toString(free);
        } else {
            preset(chosen);
        }
        String kept = name.isEmpty() && presets.containsKey(chosen)
                ? presets.get(chosen).name()
                : name;
        presets.put(chosen, new Preset(chosen, kept.isEmpty() ? "Preset " + chosen : kept, place(now)));
        return chosen;
    }

    synchronized void remove(String token) throws SoapFault {
        preset(token);
        presets.remove(token);
    }

    /** Keeps what has been reached; an order ends a tour. */
    private void settle(Instant now) {
        place = place(now);
        since = now;
        tourSince = null;
    }
}
