package vn.matluoi.simulators.recorder;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * A camera that turns: 360 degrees round without an end, from 10 degrees above the horizon to straight down, zoom 1 to 25.
 * All in tenths. At full speed it turns 60 degrees a second. Safe for any thread.
 */
final class Turret {

    static final int AZIMUTH = 3600;
    static final int LOWEST = 900;
    static final int HIGHEST = -100;
    static final int WIDE = 10;
    static final int TELE = 250;
    static final int PRESETS = 256;

    private static final double TENTHS_A_SECOND = 6; // of a hundredth of the full speed

    private final Clock clock;
    private final Map<Integer, Preset> presets = new TreeMap<>();
    private double azimuth;
    private double elevation = 100;
    private double zoom = WIDE;
    private int pan;
    private int tilt;
    private int tele;
    private int patrol;
    private Instant since;

    /** A place that is kept. */
    record Preset(String name, Place place) {}

    /** Where it looks. */
    record Place(int azimuth, int elevation, int zoom) {}

    /** It has a place and a patrol from the factory's acceptance. */
    Turret(Clock clock) {
        this.clock = clock;
        since = clock.instant();
        presets.put(1, new Preset("Cổng", new Place(900, 150, 40)));
        presets.put(2, new Preset("Đường", new Place(2700, 50, 120)));
    }

    /** Speeds -100 to 100; three zeros stop it. */
    synchronized void move(int panSpeed, int tiltSpeed, int zoomSpeed) {
        settle();
        patrol = 0;
        pan = panSpeed;
        tilt = tiltSpeed;
        tele = zoomSpeed;
    }

    synchronized void go(Place to) {
        settle();
        move(0, 0, 0);
        azimuth = to.azimuth();
        elevation = to.elevation();
        zoom = to.zoom();
    }

    synchronized Place place() {
        settle();
        return new Place((int) Math.round(azimuth) % AZIMUTH, (int) Math.round(elevation), (int) Math.round(zoom));
    }

    synchronized Look look() {
        Place here = place();
        boolean moving = pan != 0 || tilt != 0 || tele != 0;
        return new Look(here.azimuth(), here.elevation(), here.zoom(), moving, patrol);
    }

    synchronized Map<Integer, Preset> presets() {
        return new TreeMap<>(presets);
    }

    synchronized void save(int id, String name) {
        presets.put(id, new Preset(name, place()));
    }

    /** Whether it was there. */
    synchronized boolean remove(int id) {
        return presets.remove(id) != null;
    }

    synchronized void patrol(int id) {
        move(0, 0, 0);
        patrol = id;
    }

    private void settle() {
        Instant now = clock.instant();
        double seconds = Duration.between(since, now).toMillis() / 1000.0;
        since = now;
        azimuth = Math.floorMod((long) Math.round((azimuth + pan * TENTHS_A_SECOND * seconds) * 1000), AZIMUTH * 1000L)
                / 1000.0;
        elevation = Math.max(HIGHEST, Math.min(LOWEST, elevation - tilt * TENTHS_A_SECOND * seconds));
        zoom = Math.max(WIDE, Math.min(TELE, zoom + tele * seconds));
    }
}
