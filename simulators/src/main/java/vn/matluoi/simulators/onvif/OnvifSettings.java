package vn.matluoi.simulators.onvif;

import java.time.Duration;

/**
 * What an ONVIF device is made of.
 *
 * @param name its name in the control interface, for example {@code o1}
 * @param title its name as people gave it at the device; any text
 * @param port HTTP, 0 for any free one
 * @param user the one account's name
 * @param channels video sources, 1 to 256: 1 makes a camera, more a recorder
 * @param movable how many of the first can turn and zoom
 * @param footage whether it keeps recordings (Profile G)
 * @param media2 whether it has the second media service (Profile T) beside the first
 * @param auth what it takes as proof of the password
 * @param window how far the time in a user name token may be off
 */
public record OnvifSettings(
        String name,
        String title,
        int port,
        String user,
        int channels,
        int movable,
        boolean footage,
        boolean media2,
        Auth auth,
        Duration window) {

    /** What a device takes as proof of the password. */
    public enum Auth {
        /** The user name token of WS-Security only, as most of Profile S. */
        TOKEN,
        /** HTTP digest only. */
        DIGEST,
        /** Either. */
        BOTH;

        /** @throws IllegalArgumentException naming the known ones */
        public static Auth of(String text) {
            for (Auth auth : values()) {
                if (auth.name().equalsIgnoreCase(text)) {
                    return auth;
                }
            }
            throw new IllegalArgumentException("auth is token, digest or both, not: " + text);
        }
    }

    /** @throws IllegalArgumentException naming the value that is out of range */
    public OnvifSettings {
        check(channels >= 1 && channels <= 256, "channels is 1 to 256, not: " + channels);
        check(movable >= 0 && movable <= channels, "movable is 0 to channels, not: " + movable);
        check(user.matches("[A-Za-z0-9_.-]{1,32}"), "user is 1 to 32 letters, digits, '_', '.' and '-'");
        check(!window.isNegative() && !window.isZero(), "window is longer than nothing");
    }

    /** A camera that turns, on a free port, with both media services, either log-in and a window of a minute. */
    public static OnvifSettings camera(String name, String title, String user) {
        return new OnvifSettings(name, title, 0, user, 1, 1, false, true, Auth.BOTH, Duration.ofMinutes(1));
    }

    /** A recorder with so many cameras, of which one turns, and their footage; the rest as {@link #camera}. */
    public static OnvifSettings recorder(String name, String title, String user, int channels) {
        return new OnvifSettings(name, title, 0, user, channels, 1, true, true, Auth.BOTH, Duration.ofMinutes(1));
    }

    public OnvifSettings withPort(int http) {
        return new OnvifSettings(name, title, http, user, channels, movable, footage, media2, auth, window);
    }

    public OnvifSettings withAuth(Auth taken) {
        return new OnvifSettings(name, title, port, user, channels, movable, footage, media2, taken, window);
    }

    public OnvifSettings withMedia2(boolean offered) {
        return new OnvifSettings(name, title, port, user, channels, movable, footage, offered, auth, window);
    }

    public OnvifSettings withMovable(int first) {
        return new OnvifSettings(name, title, port, user, channels, first, footage, media2, auth, window);
    }

    public OnvifSettings withWindow(Duration time) {
        return new OnvifSettings(name, title, port, user, channels, movable, footage, media2, auth, time);
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
