package vn.matluoi.media.internal.sdp;

import java.util.Base64;
import java.util.Optional;
import vn.matluoi.media.internal.rtsp.MalformedRtsp;

/**
 * A picture's format as its parameter sets say it, without a decoder.
 *
 * @param codec {@code H264} or {@code H265}
 * @param profile {@code profile_idc} or {@code general_profile_idc}
 * @param level {@code level_idc} or {@code general_level_idc}
 * @param width in pixels, 1 to 16,384
 * @param height in pixels, 1 to 16,384
 */
public record VideoFormat(String codec, int profile, int level, int width, int height) {

    private static final int LARGEST = 16_384;

    /**
     * Reads the parameter sets of a description.
     *
     * @return the format; empty if the track is no H.264 or H.265 video, or sends its parameter sets in the stream only
     * @throws MalformedRtsp if a parameter set cannot be read or asks for more than 16,384 pixels a side
     */
    public static Optional<VideoFormat> of(Track track) throws MalformedRtsp {
        var format = track.format();
        if (format.isH264()) {
            var sets = format.parameters().getOrDefault("sprop-parameter-sets", "");
            for (var set : sets.split(",")) {
                var nal = decode(set);
                if (nal.length > 4 && (nal[0] & 31) == 7) {
                    return Optional.of(h264(nal));
                }
            }
        } else if (format.isH265()) {
            var nal = decode(format.parameters().getOrDefault("sprop-sps", "").split(",")[0]);
            if (nal.length > 15 && (nal[0] >> 1 & 63) == 33) {
                return Optional.of(h265(nal));
            }
        }
        return Optional.empty();
    }

    private static byte[] decode(String text) throws MalformedRtsp {
        try {
            return Base64.getDecoder().decode(text.strip());
        } catch (IllegalArgumentException e) {
            throw new MalformedRtsp("a parameter set is not base64");
        }
    }

    /** ITU-T H.264 §7.3.2.1.1. */
    static VideoFormat h264(byte[] nal) throws MalformedRtsp {
        var in = new BitReader(nal);
        in.skip(8);
        var profile = (int) in.bits(8);
        in.skip(8);
        var level = (int) in.bits(8);
        in.unsigned();
        var chroma = 1L;
        var separate = false;
        if (hasChroma(profile)) {
            chroma = in.unsigned();
            if (chroma == 3) {
                separate = in.flag();
            }
            in.unsigned();
            in.unsigned();
            in.skip(1);
            if (in.flag()) {
                skipScaling(in, chroma == 3 ? 12 : 8);
            }
        }
        in.unsigned();
        var order = in.unsigned();
        if (order == 0) {
            in.unsigned();
        } else if (order == 1) {
            in.skip(1);
            in.signed();
            in.signed();
            var cycle = in.unsigned();
            for (var i = 0; i < Math.min(cycle, 255); i++) {
                in.signed();
            }
        }
        in.unsigned();
        in.skip(1);
        var width = (in.unsigned() + 1) * 16;
        var units = in.unsigned() + 1;
        var frames = in.flag();
        if (!frames) {
            in.skip(1);
        }
        in.skip(1);
        var height = units * 16 * (frames ? 1 : 2);
        if (in.flag()) {
            var unitX = separate || chroma == 0 || chroma == 3 ? 1 : 2;
            var unitY = (separate || chroma != 1 ? 1 : 2) * (frames ? 1 : 2);
            width -= unitX * (in.unsigned() + in.unsigned());
            height -= unitY * (in.unsigned() + in.unsigned());
        }
        return sized("H264", profile, level, width, height);
    }

    private static boolean hasChroma(int profile) {
        return switch (profile) {
            case 100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135 -> true;
            default -> false;
        };
    }

    private static void skipScaling(BitReader in, int lists) throws MalformedRtsp {
        for (var i = 0; i < lists; i++) {
            if (!in.flag()) {
                continue;
            }
            var last = 8L;
            var next = 8L;
            for (var j = 0; j < (i < 6 ? 16 : 64); j++) {
                if (next != 0) {
                    next = (last + in.signed() + 256) % 256;
                }
                last = next == 0 ? last : next;
            }
        }
    }

    /** ITU-T H.265 §7.3.2.2 and §7.3.3. */
    static VideoFormat h265(byte[] nal) throws MalformedRtsp {
        var in = new BitReader(nal);
        in.skip(16 + 4);
        var layers = (int) in.bits(3);
        in.skip(1);
        in.skip(3);
        var profile = (int) in.bits(5);
        in.skip(32 + 48);
        var level = (int) in.bits(8);
        var hasProfile = new boolean[layers];
        var hasLevel = new boolean[layers];
        for (var i = 0; i < layers; i++) {
            hasProfile[i] = in.flag();
            hasLevel[i] = in.flag();
        }
        if (layers > 0) {
            in.skip(2 * (8 - layers));
        }
        for (var i = 0; i < layers; i++) {
            in.skip((hasProfile[i] ? 88 : 0) + (hasLevel[i] ? 8 : 0));
        }
        in.unsigned();
        var chroma = in.unsigned();
        if (chroma == 3) {
            in.skip(1);
        }
        var width = in.unsigned();
        var height = in.unsigned();
        if (in.flag()) {
            var unitX = chroma == 1 || chroma == 2 ? 2 : 1;
            var unitY = chroma == 1 ? 2 : 1;
            width -= unitX * (in.unsigned() + in.unsigned());
            height -= unitY * (in.unsigned() + in.unsigned());
        }
        return sized("H265", profile, level, width, height);
    }

    private static VideoFormat sized(String codec, int profile, int level, long width, long height)
            throws MalformedRtsp {
        if (width < 1 || width > LARGEST || height < 1 || height > LARGEST) {
            throw new MalformedRtsp("a picture is 1 to " + LARGEST + " pixels wide and high");
        }
        return new VideoFormat(codec, profile, level, (int) width, (int) height);
    }
}
