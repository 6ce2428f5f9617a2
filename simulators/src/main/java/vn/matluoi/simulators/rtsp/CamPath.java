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

    private CamPath() {}

    static boolean is(String uri) {
        return PATH.matcher(uri).matches();
    }

    static int channel(String uri) {
        Matcher path = PATH.matcher(uri);
        return path.matches() ? Integer.parseInt(path.group(1)) : -1;
    }

    static String base(String uri) {
        String plain = uri.replaceFirst("(?i)/trackID=.*", "");
        return plain.endsWith("/") ? plain : plain + "/";
    }
}
