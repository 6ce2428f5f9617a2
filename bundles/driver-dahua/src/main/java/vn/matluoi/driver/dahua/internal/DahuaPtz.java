package vn.matluoi.driver.dahua.internal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import vn.matluoi.api.driver.ChannelFacet;
import vn.matluoi.api.driver.DeviceException;

/**
 * Turns one head: {@code ptz.cgi?action=start&code=LeftUp&arg1=4&arg2=8}, vertical speed before horizontal, 1 to 8. A
 * direction and the zoom are two motions, and each is stopped by its own code. One for each channel of a session; calls
 * wait for one another.
 */
final class DahuaPtz implements ChannelFacet.Ptz {

    private static final int FASTEST = 8;

    /** One for each motor: whatever moves is stopped, also what somebody else started. */
    private static final List<String> ALL = List.of("Right", "ZoomTele");

    private final Cgi cgi;
    private final Heads heads;
    private Map<String, String> moving = Map.of(); // guarded by this

    /** Finds the head when it is needed. */
    @FunctionalInterface
    interface Heads {
        /** @throws DeviceException.Unsupported if there is none */
        PtzAbility find() throws DeviceException;
    }

    DahuaPtz(Cgi cgi, Heads heads) {
        this.cgi = cgi;
        this.heads = heads;
    }

    @Override
    public synchronized void move(double pan, double tilt, double zoom) throws DeviceException {
        var wanted = motions(pan, tilt, zoom);
        if (wanted.isEmpty()) {
            stop();
            return;
        }
        int channel = heads.find().channel();
        for (var code : moving.keySet()) {
            if (!wanted.containsKey(code)) {
                cgi.order(order("stop", channel, code, "arg1=0&arg2=0"));
            }
        }
        moving = Map.copyOf(wanted); // also if one of them fails: it may have begun
        for (var motion : wanted.entrySet()) {
            cgi.order(order("start", channel, motion.getKey(), motion.getValue()));
        }
    }

    @Override
    public synchronized void stop() throws DeviceException {
        int channel = heads.find().channel();
        for (var code : moving.isEmpty() ? ALL : moving.keySet()) {
            cgi.order(order("stop", channel, code, "arg1=0&arg2=0"));
        }
        moving = Map.of();
    }

    /** @return arguments by code, in the order to start them */
    static Map<String, String> motions(double pan, double tilt, double zoom) {
        var motions = new LinkedHashMap<String, String>();
        int across = speed(pan);
        int up = speed(tilt);
        var code = (pan < 0 && across > 0 ? "Left" : pan > 0 && across > 0 ? "Right" : "")
                + (tilt > 0 && up > 0 ? "Up" : tilt < 0 && up > 0 ? "Down" : "");
        if (across > 0 && up > 0) {
            motions.put(code, "arg1=%d&arg2=%d".formatted(up, across));
        } else if (across > 0 || up > 0) {
            motions.put(code, "arg1=0&arg2=" + Math.max(across, up));
        }
        if (speed(zoom) > 0) {
            motions.put(zoom > 0 ? "ZoomTele" : "ZoomWide", "arg1=0&arg2=" + speed(zoom));
        }
        return motions;
    }

    private static int speed(double part) {
        return (int) Math.min(FASTEST, Math.ceil(Math.abs(part) * FASTEST));
    }

    /** @param arguments the first two */
    static String order(String action, int channel, String code, String arguments) {
        return "%s&code=%s&%s&arg3=0".formatted(PtzAbility.path(action, channel), code, arguments);
    }
}
