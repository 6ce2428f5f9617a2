package vn.matluoi.media.internal.rtsp;

import java.util.Locale;
import java.util.Optional;

/**
 * A pair of interleaved channels (RFC 2326 §10.12): packets and their reports inside the RTSP connection.
 *
 * @param rtp channel of the packets, 0 to 255
 * @param rtcp channel of the reports, 0 to 255
 */
public record Interleaved(int rtp, int rtcp) {

    /** @throws IllegalArgumentException if they are not two channels of 0 to 255 */
    public Interleaved {
        if (rtp < 0 || rtp > 255 || rtcp < 0 || rtcp > 255 || rtp == rtcp) {
            throw new IllegalArgumentException("interleaved channels are two different numbers of 0 to 255");
        }
    }

    /** @return the transport a client asks for */
    public String request() {
        return "RTP/AVP/TCP;unicast;interleaved=" + rtp + "-" + rtcp;
    }

    /**
     * Reads the {@code Transport} of an answer. Seen on devices: a blank inside {@code ssrc= d6d6627}, a
     * {@code mode="play"} at the end, no {@code interleaved} at all when it is as asked.
     *
     * @return the channels agreed on
     * @throws MalformedRtsp if it is another transport than interleaved TCP
     */
    public static Interleaved answered(String transport, Interleaved asked) throws MalformedRtsp {
        if (!isTcp(transport)) {
            throw new MalformedRtsp("the device chose another transport than the one asked for");
        }
        return channels(transport).orElse(asked);
    }

    /**
     * Reads one alternative of the {@code Transport} of a request.
     *
     * @param proposed what to take if the client leaves the choice to us
     * @return the channels; empty if it is not unicast RTP over TCP
     */
    public static Optional<Interleaved> asked(String alternative, Interleaved proposed) throws MalformedRtsp {
        if (!isTcp(alternative) || alternative.toLowerCase(Locale.ROOT).contains("multicast")) {
            return Optional.empty();
        }
        return Optional.of(channels(alternative).orElse(proposed));
    }

    private static boolean isTcp(String transport) {
        return transport.strip().toUpperCase(Locale.ROOT).startsWith("RTP/AVP/TCP");
    }

    private static Optional<Interleaved> channels(String transport) throws MalformedRtsp {
        for (var part : transport.split(";")) {
            var text = part.strip().toLowerCase(Locale.ROOT);
            if (!text.startsWith("interleaved=")) {
                continue;
            }
            var numbers = text.substring("interleaved=".length()).strip();
            if (!numbers.matches("\\d{1,3}(-\\d{1,3})?")) {
                throw new MalformedRtsp("interleaved is not a pair of numbers");
            }
            var pair = numbers.split("-");
            try {
                var rtp = Integer.parseInt(pair[0]);
                return Optional.of(new Interleaved(rtp, pair.length > 1 ? Integer.parseInt(pair[1]) : rtp + 1));
            } catch (IllegalArgumentException e) {
                throw new MalformedRtsp(e.getMessage());
            }
        }
        return Optional.empty();
    }
}
