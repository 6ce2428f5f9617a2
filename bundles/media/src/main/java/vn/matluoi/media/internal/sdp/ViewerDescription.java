package vn.matluoi.media.internal.sdp;

import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The description a viewer gets (R3.9). It is written anew from what was understood: the device's origin, session
 * name, addresses, control paths and private lines have no way into it.
 */
public final class ViewerDescription {

    /** What a track's control path begins with; its number follows. */
    public static final String TRACK = "trackID=";

    private ViewerDescription() {}

    /**
     * @param session any number that names this description
     * @return its text, lines ended by CR LF
     */
    public static String of(SessionDescription device, long session) {
        var text = new StringBuilder(1024)
                .append("v=0\r\n")
                .append("o=- ")
                .append(session)
                .append(" 1 IN IP4 0.0.0.0\r\n")
                .append("s=-\r\n")
                .append("c=IN IP4 0.0.0.0\r\n")
                .append("t=0 0\r\n")
                .append("a=control:*\r\n")
                .append("a=range:npt=now-\r\n");
        for (var i = 0; i < device.tracks().size(); i++) {
            append(text, device.tracks().get(i), i);
        }
        return text.toString();
    }

    private static void append(StringBuilder text, Track track, int number) {
        text.append("m=").append(track.kind()).append(" 0 RTP/AVP");
        track.formats().forEach(format -> text.append(' ').append(format.type()));
        text.append("\r\na=control:").append(TRACK).append(number).append("\r\n");
        for (var format : track.formats()) {
            if (!format.encoding().isEmpty()) {
                text.append("a=rtpmap:%d %s/%d".formatted(format.type(), format.encoding(), format.clockRate()));
                text.append(format.channels() > 1 ? "/" + format.channels() : "")
                        .append("\r\n");
            }
            if (!format.parameters().isEmpty()) {
                text.append("a=fmtp:").append(format.type()).append(' ');
                text.append(format.parameters().entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.joining(";")));
                text.append("\r\n");
            }
        }
        if (track.frameRate() > 0) {
            text.append(String.format(Locale.ROOT, "a=framerate:%.3f\r\n", track.frameRate()));
        }
        text.append("a=recvonly\r\n");
    }
}
