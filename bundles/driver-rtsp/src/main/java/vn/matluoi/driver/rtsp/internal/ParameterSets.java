package vn.matluoi.driver.rtsp.internal;

import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/** What the parameter sets of a description say of the picture, without a decoder. */
final class ParameterSets {

    private static final int LARGEST = 16_384;
    private static final double FASTEST = 240;
    private static final Pattern H264_SETS = Pattern.compile("(?:^|[;\\s])sprop-parameter-sets=([^;\\s]{1,4096})");
    private static final Pattern H265_SET = Pattern.compile("(?:^|[;\\s])sprop-sps=([^;,\\s]{1,4096})");

    private ParameterSets() {}

    /**
     * @param width in pixels, 1 to 16,384
     * @param frameRate frames per second; 0 if they do not say
     */
    record Picture(int width, int height, double frameRate) {}

    /** @return empty if there are none, or they cannot be read */
    static Optional<Picture> picture(String codec, String parameters) {
        try {
            return switch (codec) {
                case "H264" -> h264(parameters);
                case "H265" -> h265(parameters);
                default -> Optional.empty();
            };
        } catch (IllegalArgumentException e) { // not base64, or cut off
            return Optional.empty();
        }
    }

    private static Optional<Picture> h264(String parameters) {
        var sets = H264_SETS.matcher(parameters);
        if (sets.find()) {
            for (var set : sets.group(1).split(",")) {
                var nal = Base64.getDecoder().decode(set);
                if (nal.length > 4 && (nal[0] & 31) == 7) {
                    return h264(new Bits(nal));
                }
            }
        }
        return Optional.empty();
    }

    /** ITU-T H.264 section 7.3.2.1.1. */
    private static Optional<Picture> h264(Bits in) {
        in.skip(8);
        int profile = (int) in.number(8);
        in.skip(16);
        in.unsigned();
        long chroma = 1;
        boolean separate = false;
        if (hasChroma(profile)) {
            chroma = in.unsigned();
            separate = chroma == 3 && in.flag();
            in.unsigned();
            in.unsigned();
            in.skip(1);
            if (in.flag()) {
                skipScaling(in, chroma == 3 ? 12 : 8);
            }
        }
        in.unsigned();
        skipOrder(in);
        in.unsigned();
        in.skip(1);
        long width = (in.unsigned() + 1) * 16;
        long units = in.unsigned() + 1;
        boolean frames = in.flag();
        in.skip(frames ? 1 : 2);
        long height = units * 16 * (frames ? 1 : 2);
        if (in.flag()) {
            width -= (separate || chroma == 0 || chroma == 3 ? 1 : 2) * (in.unsigned() + in.unsigned());
            height -= (separate || chroma != 1 ? 1 : 2) * (frames ? 1 : 2) * (in.unsigned() + in.unsigned());
        }
        return sized(width, height, rate(in));
    }

    private static boolean hasChroma(int profile) {
        return switch (profile) {
            case 100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135 -> true;
            default -> false;
        };
    }

    private static void skipScaling(Bits in, int lists) {
        for (int i = 0; i < lists; i++) {
            if (!in.flag()) {
                continue;
            }
            long last = 8;
            long next = 8;
            for (int j = 0; j < (i < 6 ? 16 : 64); j++) {
                if (next != 0) {
                    next = (last + in.signed() + 256) % 256;
                }
                last = next == 0 ? last : next;
            }
        }
    }

    private static void skipOrder(Bits in) {
        long order = in.unsigned();
        if (order == 0) {
            in.unsigned();
        } else if (order == 1) {
            in.skip(1);
            in.signed();
            in.signed();
            long cycle = in.unsigned();
            for (int i = 0; i < Math.min(cycle, 255); i++) {
                in.signed();
            }
        }
    }

    /** ITU-T H.264 section E.1.1, up to the timing; the size stands before it and is kept if this is cut off. */
    private static double rate(Bits in) {
        try {
            if (!in.flag()) {
                return 0;
            }
            if (in.flag() && in.number(8) == 255) {
                in.skip(32);
            }
            if (in.flag()) {
                in.skip(1);
            }
            if (in.flag()) {
                in.skip(4);
                in.skip(in.flag() ? 24 : 0);
            }
            if (in.flag()) {
                in.unsigned();
                in.unsigned();
            }
            if (!in.flag()) {
                return 0;
            }
            double units = in.number(32);
            double rate = in.number(32) / (2 * units);
            return rate > 0 && rate <= FASTEST ? rate : 0; // not if it is no number either
        } catch (IllegalArgumentException e) {
            return 0;
        }
    }

    private static Optional<Picture> h265(String parameters) {
        var set = H265_SET.matcher(parameters);
        if (!set.find()) {
            return Optional.empty();
        }
        var nal = Base64.getDecoder().decode(set.group(1));
        return nal.length > 15 && (nal[0] >> 1 & 63) == 33 ? h265(new Bits(nal)) : Optional.empty();
    }

    /** ITU-T H.265 sections 7.3.2.2 and 7.3.3. */
    private static Optional<Picture> h265(Bits in) {
        in.skip(16 + 4);
        int layers = (int) in.number(3);
        in.skip(1 + 8 + 32 + 48 + 8);
        var hasProfile = new boolean[layers];
        var hasLevel = new boolean[layers];
        for (int i = 0; i < layers; i++) {
            hasProfile[i] = in.flag();
            hasLevel[i] = in.flag();
        }
        in.skip(layers > 0 ? 2 * (8 - layers) : 0);
        for (int i = 0; i < layers; i++) {
            in.skip((hasProfile[i] ? 88 : 0) + (hasLevel[i] ? 8 : 0));
        }
        in.unsigned();
        long chroma = in.unsigned();
        in.skip(chroma == 3 ? 1 : 0);
        long width = in.unsigned();
        long height = in.unsigned();
        if (in.flag()) {
            width -= (chroma == 1 || chroma == 2 ? 2 : 1) * (in.unsigned() + in.unsigned());
            height -= (chroma == 1 ? 2 : 1) * (in.unsigned() + in.unsigned());
        }
        return sized(width, height, 0);
    }

    private static Optional<Picture> sized(long width, long height, double rate) {
        return width < 1 || width > LARGEST || height < 1 || height > LARGEST
                ? Optional.empty()
                : Optional.of(new Picture((int) width, (int) height, rate));
    }
}
