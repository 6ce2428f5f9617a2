package vn.matluoi.simulators.onvif;

import static vn.matluoi.simulators.onvif.Call.escape;

import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import vn.matluoi.simulators.rtsp.Cameras;
import vn.matluoi.simulators.rtsp.Clip;

/**
 * The parts of which both media services build their answers. Channel 3 has the video source {@code VideoSource_3} and
 * the profiles {@code Profile_301} (main) and {@code Profile_302} (sub), channel 1 also {@code Profile_103}; all play the same clip.
 */
final class Media {

    private static final Pattern STREAM = Pattern.compile("(?:Profile|VideoEncoder)_(\\d{1,3})0([1-3])");

    private final OnvifDevice device;
    private final Clip clip;

    Media(OnvifDevice device, Clip clip) {
        this.device = device;
        this.clip = clip;
    }

    /** One of the streams of a channel. */
    record Stream(int channel, int number) {

        /** {@code 301} for the main stream of channel 3. */
        String id() {
            return channel + "0" + number;
        }

        /** What tells its name from that of the main stream. */
        String label() {
            return number == 1 ? "" : " (" + number + ')';
        }

        String profile() {
            return "Profile_" + id();
        }
    }

    int channels() {
        return device.channels();
    }

    /** Those that have profiles: the first of the channels. */
    int shown() {
        return device.has(Mode.MEDIA2_ONLY) ? device.channels() - 1 : device.channels();
    }

    /** Every stream of the first channels, joined. */
    static String each(int channels, Function<Stream, String> part) {
        return IntStream.rangeClosed(1, channels)
                .boxed()
                .flatMap(n -> IntStream.rangeClosed(1, Cameras.streams(n)).mapToObj(number -> new Stream(n, number)))
                .map(part)
                .collect(Collectors.joining());
    }

    boolean movable(int channel) {
        return device.movable(channel);
    }

    String name(int channel) {
        return escape(device.channelName(channel));
    }

    /** @throws SoapFault {@code ter:NoProfile} or {@code ter:NoConfig} if there is none of that token */
    Stream stream(String token, String missing) throws SoapFault {
        Matcher matcher = STREAM.matcher(token);
        if (matcher.matches() && !matcher.group(1).startsWith("0")) {
            Stream stream = new Stream(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
            if (stream.channel() <= device.channels() && stream.number() <= Cameras.streams(stream.channel())) {
                return stream;
            }
        }
        throw SoapFault.invalid(missing);
    }

    String uri(Stream stream) {
        return "rtsp://" + device.mediaHost() + ':' + device.rtspPort() + "/Streaming/Channels/" + stream.id()
                + "?transportmode=unicast&amp;profile=" + stream.profile();
    }

    String snapshotUri(Stream stream) {
        return device.has(Mode.SNAPSHOT_URI_IS_RTSP)
                ? uri(stream)
                : device.base() + OnvifDevice.SNAPSHOTS + stream.channel();
    }

    /** Content of a video source configuration. */
    String sourceConfiguration(int channel) {
        return "<tt:Name>" + name(channel) + "</tt:Name><tt:UseCount>" + Cameras.streams(channel)
                + "</tt:UseCount><tt:SourceToken>VideoSource_" + channel
                + "</tt:SourceToken><tt:Bounds x=\"0\" y=\"0\" width=\""
                + clip.size().width() + "\" height=\"" + clip.size().height() + "\"/>";
    }

    String resolution(String element) {
        return "<tt:" + element + "><tt:Width>" + clip.size().width() + "</tt:Width><tt:Height>"
                + clip.size().height() + "</tt:Height></tt:" + element + '>';
    }

    int kilobitsPerSecond() {
        return clip.kilobitsPerSecond();
    }
}
