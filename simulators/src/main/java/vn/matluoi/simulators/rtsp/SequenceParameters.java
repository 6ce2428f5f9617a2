package vn.matluoi.simulators.rtsp;

import java.util.Set;

/** Reads the picture size out of a sequence parameter set (ITU-T H.264 §7.3.2.1.1). */
final class SequenceParameters {

    private static final Set<Integer> WITH_CHROMA_FORMAT = Set.of(100, 110, 122, 244, 44, 83, 86, 118, 128);

    private final byte[] bits;
    private int at;

    private SequenceParameters(byte[] payload) {
        bits = payload;
    }

    /** @throws IllegalArgumentException if it uses scaling lists, which the project's clips do not */
    static Clip.Size size(byte[] sps) {
        SequenceParameters in = new SequenceParameters(withoutEmulationPrevention(sps));
        in.at = 8;
        int profile = in.read(8);
        in.read(16);
        in.unsigned();
        int chroma = 1;
        if (WITH_CHROMA_FORMAT.contains(profile)) {
            chroma = in.unsigned();
            if (chroma == 3) {
                in.read(1);
            }
            in.unsigned();
            in.unsigned();
            in.read(1);
            if (in.read(1) == 1) {
                throw new IllegalArgumentException("a clip with scaling lists is not supported");
            }
        }
        in.unsigned();
        int order = in.unsigned();
        if (order == 0) {
            in.unsigned();
        } else if (order == 1) {
            in.read(1);
            in.unsigned();
            in.unsigned();
            for (int n = in.unsigned(); n > 0; n--) {
                in.unsigned();
            }
        }
        in.unsigned();
        in.read(1);
        int width = (in.unsigned() + 1) * 16;
        int mapUnits = in.unsigned() + 1;
        int frameOnly = in.read(1);
        int height = (2 - frameOnly) * mapUnits * 16;
        if (frameOnly == 0) {
            in.read(1);
        }
        in.read(1);
        if (in.read(1) == 1) {
            int unitX = chroma == 0 || chroma == 3 ? 1 : 2;
            int unitY = (chroma == 1 ? 2 : 1) * (2 - frameOnly);
            width -= (in.unsigned() + in.unsigned()) * unitX;
            height -= (in.unsigned() + in.unsigned()) * unitY;
        }
        return new Clip.Size(width, height);
    }

    private static byte[] withoutEmulationPrevention(byte[] nal) {
        byte[] out = new byte[nal.length];
        int length = 0;
        for (int i = 0; i < nal.length; i++) {
            if (i >= 2 && nal[i] == 3 && nal[i - 1] == 0 && nal[i - 2] == 0) {
                continue;
            }
            out[length++] = nal[i];
        }
        return java.util.Arrays.copyOf(out, length);
    }

    private int read(int count) {
        int value = 0;
        for (int i = 0; i < count; i++, at++) {
            value = value << 1 | bits[at >> 3] >> 7 - (at & 7) & 1;
        }
        return value;
    }

    /** Unsigned Exp-Golomb, §9.1; the sign of the signed ones does not matter to a reader that skips them. */
    private int unsigned() {
        int zeros = 0;
        while (read(1) == 0) {
            zeros++;
        }
        return (1 << zeros) - 1 + read(zeros);
    }
}
