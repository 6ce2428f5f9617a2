package vn.matluoi.media.internal.relay;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import vn.matluoi.media.internal.sdp.PayloadFormat;
import vn.matluoi.media.internal.sdp.SessionDescription;

/**
 * Walks over interleaved frames by their lengths, reading what it needs in place: sequence numbers, reports, and
 * where a group of pictures begins. Makes no object. On the upstream's event loop.
 */
final class FrameWalk {

    /** No place. */
    static final int NONE = -1;

    /** The place that {@link #mark()} gave at the end of an earlier batch. */
    static final int AT_MARK = -2;

    private static final int HEAD = 4;

    private enum Codec {
        H264,
        H265,
        OTHER
    }

    private final int[] tracks = new int[256];
    private final RtpTrack[] counted;
    private final int video;
    private final Codec codec;

    private int cut = NONE;
    private int mark = NONE;
    private boolean marked;
    private boolean inGroup;
    private int groupTime;
    private boolean pictures;

    /** @param description whose tracks are to come; each is heard only once it is {@link #hear}d */
    FrameWalk(SessionDescription description) {
        Arrays.fill(tracks, NONE);
        this.counted = new RtpTrack[description.tracks().size()];
        this.video = description.video().orElse(NONE);
        this.codec = video == NONE
                ? Codec.OTHER
                : codecOf(description.tracks().get(video).format());
    }

    private static Codec codecOf(PayloadFormat format) {
        return switch (format.encoding().toUpperCase(Locale.ROOT)) {
            case "H264" -> Codec.H264;
            case "H265", "HEVC" -> Codec.H265;
            default -> Codec.OTHER;
        };
    }

    /** Lets the frames of a track through; its channels were agreed on. @return whether they were still free */
    boolean hear(int track, RtpTrack packets) {
        var channels = packets.channels();
        if (tracks[channels.rtp()] != NONE || tracks[channels.rtcp()] != NONE) {
            return false;
        }
        tracks[channels.rtp()] = track * 2;
        tracks[channels.rtcp()] = track * 2 + 1;
        counted[track] = packets;
        return true;
    }

    /** @return by channel: twice the track's number, one more for its reports; {@link #NONE} if not agreed on */
    int[] channels() {
        return tracks.clone();
    }

    /** @return the tracks that are heard */
    List<RtpTrack> heard() {
        return Arrays.stream(counted).filter(Objects::nonNull).toList();
    }

    /** @return whether it can be seen where decoding may start */
    boolean knowsKeys() {
        return codec != Codec.OTHER;
    }

    /** @return where in this batch the newest group of pictures begins; {@link #AT_MARK}; {@link #NONE} */
    int cut() {
        return cut;
    }

    /** @return where in this batch units begin that may belong to a key picture still to come; {@link #NONE} */
    int mark() {
        return mark;
    }

    /** @return whether an earlier batch's mark still stands */
    boolean isMarked() {
        return marked;
    }

    /** @return whether packets of the picture came in this batch; of any track, if there is no picture */
    boolean hasPictures() {
        return pictures;
    }

    /** Begins the next batch. */
    void next() {
        pictures = false;
        marked |= mark != NONE;
        mark = NONE;
        cut = NONE;
    }

    /**
     * Walks as far as there are whole frames of agreed channels.
     *
     * @return the first index not walked over: {@code end}, a frame that is not whole, one of a channel that was not
     *     agreed on, or a text message
     */
    int walk(ByteBuf in, int from, int end, long nanos) {
        var at = from;
        while (end - at >= HEAD && in.getByte(at) == '$') {
            var length = in.getUnsignedShort(at + 2);
            var track = tracks[in.getUnsignedByte(at + 1)];
            if (track == NONE || end - at < HEAD + length) {
                break;
            }
            if ((track & 1) == 0) {
                counted[track >> 1].packet(in, at + HEAD, length, nanos);
                pictures |= video == NONE || track >> 1 == video;
                if (track >> 1 == video && codec != Codec.OTHER) {
                    look(in, at, length);
                }
            } else {
                Rtcp.scrub(in, at + HEAD, length, counted[track >> 1], nanos);
            }
            at += HEAD + length;
        }
        return at;
    }

    private void look(ByteBuf in, int frame, int length) {
        var packet = frame + HEAD;
        if (length < 12) {
            return;
        }
        var flags = in.getByte(packet);
        var head = 12 + 4 * (flags & 15);
        if ((flags & 0x10) != 0 && length >= head + 4) {
            head += 4 + 4 * in.getUnsignedShort(packet + head + 2);
        }
        if (head >= length) {
            return;
        }
        var unit = codec == Codec.H264
                ? NalUnits.h264(in, packet + head, length - head)
                : NalUnits.h265(in, packet + head, length - head);
        switch (unit) {
            case NalUnits.PREFIX -> {
                if (!marked && mark == NONE) {
                    mark = frame;
                }
            }
            case NalUnits.KEY -> {
                var time = in.getInt(packet + 4);
                if (!inGroup || time != groupTime) {
                    cut = marked ? AT_MARK : mark != NONE ? mark : frame;
                    inGroup = true;
                    groupTime = time;
                }
                unmark();
            }
            case NalUnits.PICTURE -> unmark();
            default -> {
                // the middle of a unit says nothing new
            }
        }
    }

    private void unmark() {
        mark = NONE;
        marked = false;
    }
}
