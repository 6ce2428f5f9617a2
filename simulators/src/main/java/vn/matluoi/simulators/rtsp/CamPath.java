package vn.matluoi.simulators.rtsp;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Dahua's addresses, {@code /cam/realmonitor?channel=1&subtype=0} and {@code /cam/playback?channel=1&starttime=...}: the
 * base address keeps the query, and the track stands behind it.
 */
final class CamPath {

    private static final Pattern PATH = Pattern.compile(
            "(?i)rtsp://[^/]*/cam/(?:realmonitor|playback)\\?(?:[^/]*&)?channel=(\\d{1,3})(?:&[^/]*)?(?:/.*)?");

    private static final Pattern SUBTYPE = Pattern.compile("(?i)[?&]subtype=(\\d{1,3})");

    private CamPath() {}

    static boolean is(String uri) {
        return PATH.matcher(uri).matches();
    }

    /** The channel in an address, or -1 if there is none or it has no such stream. */
    static int channel(String uri) {
        Matcher path = PATH.matcher(uri);
        if (!path.matches()) {
            return -1;
        }
        int channel = Integer.parseInt(path.group(1));
        Matcher subtype = SUBTYPE.matcher(uri);
        boolean there = !subtype.find() || Integer.parseInt(subtype.group(1)) < Cameras.streams(channel);
        return there ? channel : -1;
    }

    static String base(String uri) {
        String plain = uri.replaceFirst("(?i)/trackID=.*", "");
        return plain.endsWith("/") ? plain : plain + "/";
    }
}
