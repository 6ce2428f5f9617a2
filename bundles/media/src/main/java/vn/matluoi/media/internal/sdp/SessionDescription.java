package vn.matluoi.media.internal.sdp;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import vn.matluoi.media.internal.rtsp.MalformedRtsp;

/**
 * What a device offers. Seen on devices: {@code a=control} first in its section, an {@code application} track of
 * ONVIF metadata beside video and audio, private attributes ({@code a=packetization-supported:DH}), {@code c=} inside
 * the section.
 *
 * @param control where all tracks are played together, as the device wrote it
 * @param tracks 1 to {@link #MAX_TRACKS}
 */
public record SessionDescription(Optional<String> control, List<Track> tracks) {

    /** Most media of a description. */
    public static final int MAX_TRACKS = 16;

    private static final int MAX_LINES = 2000;

    public SessionDescription {
        Objects.requireNonNull(control, "control");
        tracks = List.copyOf(tracks);
    }

    /**
     * @param text the body of a DESCRIBE, at most 64 KiB
     * @throws MalformedRtsp if it is no description, or has no track, or more than {@value #MAX_TRACKS}
     */
    public static SessionDescription parse(String text) throws MalformedRtsp {
        var lines = text.split("\r\n|\n|\r", MAX_LINES + 1);
        if (lines.length > MAX_LINES) {
            throw new MalformedRtsp("the description has more than " + MAX_LINES + " lines");
        }
        if (!lines[0].strip().startsWith("v=0")) {
            throw new MalformedRtsp("the description does not begin with v=0");
        }
        var control = Optional.<String>empty();
        var sections = new ArrayList<Section>();
        for (var line : lines) {
            if (line.startsWith("m=")) {
                if (sections.size() == MAX_TRACKS) {
                    throw new MalformedRtsp("the description has more than " + MAX_TRACKS + " media");
                }
                sections.add(new Section(line.substring(2)));
            } else if (!sections.isEmpty()) {
                sections.get(sections.size() - 1).take(line);
            } else if (line.startsWith("a=control:")) {
                control = Optional.of(line.substring(10).strip());
            }
        }
        var tracks = new ArrayList<Track>();
        for (var section : sections) {
            tracks.add(section.track());
        }
        if (tracks.isEmpty()) {
            throw new MalformedRtsp("the description has no media");
        }
        return new SessionDescription(control, tracks);
    }

    /** @return whether a player of this one can play the other without being told */
    public boolean continues(SessionDescription other) {
        if (tracks.size() != other.tracks.size()) {
            return false;
        }
        for (var i = 0; i < tracks.size(); i++) {
            if (!tracks.get(i).continues(other.tracks.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** @return which track holds the picture; empty if none does */
    public Optional<Integer> video() {
        for (var i = 0; i < tracks.size(); i++) {
            if (tracks.get(i).isVideo()) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    /** One {@code m=} section while it is read. */
    private static final class Section {

        private final String media;
        private final Map<Integer, String> maps = new LinkedHashMap<>();
        private final Map<Integer, Map<String, String>> parameters = new LinkedHashMap<>();
        private Optional<String> control = Optional.empty();
        private double frameRate;

        Section(String media) {
            this.media = media.strip();
        }

        void take(String line) {
            if (line.startsWith("a=control:")) {
                control = Optional.of(line.substring(10).strip());
            } else if (line.startsWith("a=rtpmap:")) {
                numbered(line.substring(9))
                        .filter(entry -> !entry.rest().startsWith("/")) // a clock without a name says nothing
                        .ifPresent(entry -> maps.putIfAbsent(entry.type(), entry.rest()));
            } else if (line.startsWith("a=fmtp:")) {
                numbered(line.substring(7))
                        .ifPresent(entry -> parameters.putIfAbsent(entry.type(), known(entry.rest())));
            } else if (line.startsWith("a=framerate:")) {
                var rate = line.substring(12).strip();
                if (rate.matches("\\d{1,3}(\\.\\d{1,9})?")) {
                    frameRate = Double.parseDouble(rate);
                }
            }
        }

        Track track() throws MalformedRtsp {
            var words = media.split(" +");
            if (words.length < 4 || !words[0].matches("[a-z]{1,16}") || !words[2].startsWith("RTP/")) {
                throw new MalformedRtsp("a media line is not of the form: kind port RTP/AVP type");
            }
            var formats = new ArrayList<PayloadFormat>();
            for (var i = 3; i < Math.min(words.length, 3 + 16); i++) {
                if (!words[i].matches("\\d{1,3}") || Integer.parseInt(words[i]) > 127) {
                    throw new MalformedRtsp("a payload type is not 0 to 127");
                }
                formats.add(format(Integer.parseInt(words[i])));
            }
            return new Track(words[0], formats, control, frameRate);
        }

        private PayloadFormat format(int type) throws MalformedRtsp {
            var fields = maps.getOrDefault(type, standard(type)).strip().split("/");
            if (!fields[0].matches("[A-Za-z0-9._-]{0,40}")
                    || (fields.length > 1 && !fields[1].strip().matches("\\d{1,7}"))
                    || (fields.length > 2 && !fields[2].strip().matches("\\d{1,2}"))) {
                throw new MalformedRtsp("an rtpmap is not of the form: type name/clock");
            }
            var clock = fields.length > 1 ? Integer.parseInt(fields[1].strip()) : 90_000;
            var channels = fields.length > 2 ? Integer.parseInt(fields[2].strip()) : 1;
            try {
                return new PayloadFormat(type, fields[0], clock, channels, parameters.getOrDefault(type, Map.of()));
            } catch (IllegalArgumentException e) {
                throw new MalformedRtsp(e.getMessage());
            }
        }

        /** RFC 3551 §6, as far as cameras use it. */
        private static String standard(int type) {
            return switch (type) {
                case 0 -> "PCMU/8000";
                case 8 -> "PCMA/8000";
                case 9 -> "G722/8000";
                case 14 -> "MPA/90000";
                case 26 -> "JPEG/90000";
                default -> "";
            };
        }

        private static Map<String, String> known(String text) {
            var found = new LinkedHashMap<String, String>();
            for (var part : text.split(";")) {
                var equals = part.indexOf('=');
                if (equals <= 0) {
                    continue;
                }
                var name = part.substring(0, equals).strip().toLowerCase(Locale.ROOT);
                var value = part.substring(equals + 1).strip();
                if (PayloadFormat.KNOWN.contains(name) && value.matches("[A-Za-z0-9+/=,_-]{1,4096}")) {
                    found.putIfAbsent(name, value);
                }
            }
            return found;
        }

        private static Optional<Numbered> numbered(String text) {
            var blank = text.strip().indexOf(' ');
            if (blank <= 0 || !text.strip().substring(0, blank).matches("\\d{1,3}")) {
                return Optional.empty();
            }
            var stripped = text.strip();
            return Optional.of(new Numbered(
                    Integer.parseInt(stripped.substring(0, blank)),
                    stripped.substring(blank + 1).strip()));
        }

        private record Numbered(int type, String rest) {}
    }
}
