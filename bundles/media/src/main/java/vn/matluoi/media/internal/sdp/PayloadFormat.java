package vn.matluoi.media.internal.sdp;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What a payload type means ({@code a=rtpmap}, {@code a=fmtp}).
 *
 * @param type payload type, 0 to 127
 * @param encoding name, for example {@code H264}; empty if the device did not say and RFC 3551 does not either
 * @param clockRate RTP clock, in Hz, 1 to 1,000,000
 * @param channels sound channels, 1 to 16
 * @param parameters format parameters that decoders need; all others are left out, since a device may write anything there
 */
public record PayloadFormat(int type, String encoding, int clockRate, int channels, Map<String, String> parameters) {

    /** RFC 6184 §8.1, RFC 7798 §7.1, RFC 3640 §4.1, RFC 6416 §7.1, RFC 7587 §7.1, RFC 2435 none, RFC 4855. */
    static final Set<String> KNOWN = Set.of(
            "packetization-mode",
            "profile-level-id",
            "sprop-parameter-sets",
            "sprop-vps",
            "sprop-sps",
            "sprop-pps",
            "sprop-max-don-diff",
            "profile-space",
            "profile-id",
            "tier-flag",
            "level-id",
            "interop-constraints",
            "tx-mode",
            "streamtype",
            "mode",
            "sizelength",
            "indexlength",
            "indexdeltalength",
            "constantduration",
            "config",
            "object",
            "cpresent",
            "bitrate",
            "stereo",
            "sprop-stereo",
            "useinbandfec",
            "annexb");

    public PayloadFormat {
        Objects.requireNonNull(encoding, "encoding");
        if (type < 0 || type > 127 || clockRate < 1 || clockRate > 1_000_000 || channels < 1 || channels > 16) {
            throw new IllegalArgumentException("payload type, clock or channels are out of range");
        }
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    /** @return what must stay the same for a player to play on */
    String layout() {
        return type + " " + encoding + "/" + clockRate + "/" + channels;
    }

    boolean isH264() {
        return "H264".equalsIgnoreCase(encoding);
    }

    boolean isH265() {
        return "H265".equalsIgnoreCase(encoding) || "HEVC".equalsIgnoreCase(encoding);
    }
}
