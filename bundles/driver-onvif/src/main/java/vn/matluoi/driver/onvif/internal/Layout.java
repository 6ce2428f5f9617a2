package vn.matluoi.driver.onvif.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import vn.matluoi.api.driver.Channel;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.StreamKind;
import vn.matluoi.api.http.XmlElement;

/**
 * The channels of a device, one for each video source, with the profiles that show it, largest first. ONVIF does not tell
 * whether a camera behind a recorder is there: a source with a profile counts as online, one without as an empty slot.
 *
 * @param slots in the device's order
 * @param touring tokens of the PTZ nodes that have preset tours
 */
record Layout(List<Slot> slots, Set<String> touring) {

    private static final int MOST_CHANNELS = 512;
    private static final int MOST_PROFILES = 2048;

    private static final Operation PROFILES2 = Operation.of(Service.MEDIA2, "GetProfiles", "<tr2:Type>All</tr2:Type>");
    private static final Operation PROFILES = Operation.of(Service.MEDIA, "GetProfiles");
    private static final Operation SOURCES = Operation.of(Service.MEDIA, "GetVideoSources");

    /** The published WSDL spells the action otherwise than the namespace, and devices compare letters. */
    private static final Operation SOURCES_IO = new Operation(
            Service.DEVICE_IO,
            "GetVideoSources",
            "http://www.onvif.org/ver10/deviceio/wsdl/GetVideoSources",
            "<tmd:GetVideoSources/>",
            "",
            Duration.ZERO);

    private static final Operation CONFIGURED = Operation.of(Service.MEDIA2, "GetVideoSourceConfigurations");
    private static final Operation NODES = Operation.of(Service.PTZ, "GetNodes");

    /** Moving pictures first, and of those the largest; the device's order among equals. */
    private static final Comparator<Profile> LARGEST = Comparator.comparing(
                    (Profile p) -> p.codec().equals("MJPEG"))
            .thenComparing(Comparator.comparingLong(Profile::size).reversed());

    /** @param streams main, sub and third, as far as there are; no two of the same encoder */
    record Slot(Channel channel, List<Profile> streams, Optional<Profile> ptz) {

        Profile stream(StreamKind kind) throws DeviceException {
            if (kind.ordinal() >= streams.size()) {
                throw Words.noStream(channel.id().value(), kind.name());
            }
            return streams.get(kind.ordinal());
        }
    }

    static Layout read(Onvif onvif) throws DeviceException {
        var profiles = profiles(onvif);
        var bySource = new LinkedHashMap<String, List<Profile>>();
        sources(onvif).forEach(s -> bySource.putIfAbsent(s, new ArrayList<>()));
        for (var profile : profiles) {
            profile.source().ifPresent(s -> bySource.computeIfAbsent(s, x -> new ArrayList<>())
                    .add(profile));
        }
        if (bySource.size() > MOST_CHANNELS) {
            throw Words.tooMany("VideoSources", MOST_CHANNELS);
        }
        var slots = new ArrayList<Slot>();
        for (var source : bySource.entrySet()) {
            slots.add(slot(source.getKey(), source.getValue(), slots.size() + 1, bySource.size() == 1));
        }
        boolean moves = slots.stream().anyMatch(s -> s.ptz().isPresent());
        return new Layout(List.copyOf(slots), moves && onvif.has(Service.PTZ) ? touring(onvif) : Set.of());
    }

    /**
     * The video sources a device tells of, whether a profile shows them or not. Media 2 has no list of them: where
     * Media 1 does not tell they are those of Device IO, where it has that, and those its configurations name.
     */
    private static List<String> sources(Onvif onvif) throws DeviceException {
        var one = onvif.has(Service.MEDIA) ? onvif.find(SOURCES) : Optional.<XmlElement>empty();
        if (one.isPresent()) {
            return children(one, "VideoSources")
                    .flatMap(s -> Profile.token(s).stream())
                    .toList();
        }
        var told = onvif.has(Service.DEVICE_IO)
                ? children(onvif.find(SOURCES_IO), "Token").map(XmlElement::text)
                : Stream.<String>empty();
        var configured = onvif.has(Service.MEDIA2)
                ? children(onvif.find(CONFIGURED), "Configurations").flatMap(c -> c.text("SourceToken").stream())
                : Stream.<String>empty();
        return Stream.concat(told, configured).filter(Profile::usable).toList();
    }

    private static Stream<XmlElement> children(Optional<XmlElement> answer, String name) {
        return answer.stream().flatMap(a -> a.children(name).stream());
    }

    /**
     * Media 2 where it tells all; it may list profiles with nothing in them (SUNBA, happytimesoft). Where there is nothing else
     * to ask, profiles that could not be read are not taken for none: the cameras would be missing.
     */
    private static List<Profile> profiles(Onvif onvif) throws DeviceException {
        if (onvif.has(Service.MEDIA2)) {
            boolean alone = !onvif.has(Service.MEDIA);
            var two = read(alone ? Optional.of(onvif.ask(PROFILES2)) : onvif.find(PROFILES2), true);
            if (alone || two.stream().anyMatch(p -> p.isVideo() && p.source().isPresent())) {
                return two;
            }
        }
        return read(Optional.of(onvif.ask(PROFILES)), false);
    }

    private static List<Profile> read(Optional<XmlElement> answer, boolean media2) throws DeviceException {
        var listed = answer.map(a -> a.children("Profiles")).orElse(List.of());
        if (listed.size() > MOST_PROFILES) {
            throw Words.tooMany("Profiles", MOST_PROFILES);
        }
        return listed.stream().flatMap(p -> Profile.read(p, media2).stream()).toList();
    }

    private static Slot slot(String source, List<Profile> profiles, int number, boolean only) {
        var encoders = new HashSet<String>();
        var streams = profiles.stream()
                .filter(Profile::isVideo)
                .sorted(LARGEST)
                .filter(p -> encoders.add(p.encoder().orElseThrow()))
                .limit(StreamKind.values().length)
                .toList();
        var channel = new Channel(
                new ChannelId(source),
                number,
                profiles.stream().map(Profile::name).findFirst().orElse(""),
                only ? Channel.Kind.SELF : Channel.Kind.IP,
                streams.isEmpty() ? Channel.Status.EMPTY : Channel.Status.ONLINE,
                Optional.empty(),
                Optional.empty());
        var ptz = streams.stream().filter(p -> p.ptz().isPresent()).findFirst();
        return new Slot(channel, streams, ptz.or(() -> profiles.stream()
                .filter(p -> p.ptz().isPresent())
                .findFirst()));
    }

    private static Set<String> touring(Onvif onvif) throws DeviceException {
        var touring = new HashSet<String>();
        for (var node : onvif.find(NODES).map(n -> n.children("PTZNode")).orElse(List.of())) {
            boolean tours = node.all("MaximumNumberOfPresetTours").stream()
                    .anyMatch(n -> n.text().matches("0*[1-9]\\d*"));
            if (tours) {
                Profile.token(node).ifPresent(touring::add);
            }
        }
        return Set.copyOf(touring);
    }

    List<Channel> channels() {
        return slots.stream().map(Slot::channel).toList();
    }

    Optional<Slot> slot(ChannelId channel) {
        return slots.stream().filter(s -> s.channel().id().equals(channel)).findFirst();
    }

    /** @return the channel by each token an event may name: video source, its configuration, profile */
    Map<String, ChannelId> byToken() {
        var tokens = new LinkedHashMap<String, ChannelId>();
        slots.forEach(s -> tokens.put(s.channel().id().value(), s.channel().id()));
        for (var slot : slots) {
            for (var profile : slot.streams()) {
                profile.sourceConfiguration()
                        .ifPresent(c -> tokens.putIfAbsent(c, slot.channel().id()));
                tokens.putIfAbsent(profile.token(), slot.channel().id());
            }
        }
        return Map.copyOf(tokens);
    }
}
