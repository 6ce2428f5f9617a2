package vn.matluoi.driver.hikvision.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import vn.matluoi.api.driver.Channel;
import vn.matluoi.api.driver.Channel.Child;
import vn.matluoi.api.driver.Channel.Kind;
import vn.matluoi.api.driver.Channel.Status;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceInfo;
import vn.matluoi.api.http.XmlElement;

/**
 * The channels of a device, in its own order: a camera's own input, a recorder's analog inputs, then its IP channels.
 * Offline and empty ones are kept.
 *
 * @param slots one for each channel
 */
record Layout(List<Slot> slots) {

    static final String INPUTS = "/ISAPI/System/Video/inputs/channels";
    static final String PROXIES = "/ISAPI/ContentMgmt/InputProxy/channels";
    static final String PROXY_STATUS = "/ISAPI/ContentMgmt/InputProxy/channels/status";

    /** The largest recorders have 256 channels. */
    private static final int MOST = 512;

    private static final Pattern LAST_NUMBER = Pattern.compile("(\\d{1,4})\\D*$");

    /**
     * A channel and how ISAPI numbers its streams.
     *
     * @param deviceId the device's own id, as it stands in lists
     * @param stream the channel's number in stream ids: 5 in 501
     * @param proxied an IP camera behind a recorder
     */
    record Slot(Channel channel, String deviceId, int stream, boolean proxied) {}

    /** @throws DeviceException if it cannot be told; a list is whole or not at all */
    static Layout read(Isapi isapi, DeviceInfo info) throws DeviceException {
        var inputs = isapi.ask(INPUTS, "VideoInputChannelList");
        var proxies = isapi.ask(PROXIES, "InputProxyChannelList");
        if (inputs instanceof Isapi.Answer.Absent i && proxies instanceof Isapi.Answer.Absent p) {
            throw i.status() == 403 && p.status() == 403 ? Words.noRight() : Words.status(PROXIES, p.status(), "");
        }
        var own = rows(inputs, "VideoInputChannel");
        var behind = rows(proxies, "InputProxyChannel");
        if (own.size() + behind.size() > MOST) {
            throw Words.tooManyChannels(own.size() + behind.size(), MOST);
        }
        var slots = new ArrayList<Slot>();
        var used = new HashSet<String>();
        boolean self = Description.isCamera(info);
        for (var input : own) {
            slots.add(input(input, self, slots.size() + 1, used));
        }
        var states = behind.isEmpty() ? Map.<String, XmlElement>of() : states(isapi);
        for (var proxy : behind) {
            slots.add(proxy(proxy, states, slots.size() + 1, own.size(), used));
        }
        return new Layout(List.copyOf(slots));
    }

    private static List<XmlElement> rows(Isapi.Answer answer, String name) {
        return answer instanceof Isapi.Answer.Found found ? found.root().children(name) : List.of();
    }

    Optional<Slot> slot(ChannelId id) {
        return slots.stream().filter(s -> s.channel().id().equals(id)).findFirst();
    }

    List<Channel> channels() {
        return slots.stream().map(Slot::channel).toList();
    }

    /** {@code resDesc} tells what an analog input gets: {@code 2560*1440(4MP)P25} or {@code NO VIDEO} (iDS-7204HUHI-M1 V4.75). */
    private static Slot input(XmlElement input, boolean self, int number, Set<String> used) {
        var deviceId = input.text("id").map(Clean::text).orElse(String.valueOf(number));
        var signal = Clean.optional(input.text("resDesc"));
        boolean off = input.text("videoInputEnabled")
                .filter("false"::equalsIgnoreCase)
                .isPresent();
        boolean dark = signal.filter(s -> s.equalsIgnoreCase("NO VIDEO")).isPresent();
        var status = off
                ? Status.EMPTY
                : dark ? Status.OFFLINE : self || signal.isPresent() ? Status.ONLINE : Status.UNKNOWN;
        var channel = new Channel(
                new ChannelId(unique(deviceId, used)),
                number,
                input.text("name").map(Clean::text).orElse(""),
                self ? Kind.SELF : Kind.ANALOG,
                status,
                dark ? signal : Optional.empty(),
                Optional.empty());
        return new Slot(channel, deviceId, lastNumber(deviceId, number), false);
    }

    /** On hybrids the IP channels follow the analog ones; firmware that counts them from 1 again is moved behind. */
    private static Slot proxy(
            XmlElement proxy, Map<String, XmlElement> states, int number, int analog, Set<String> used) {
        var deviceId = proxy.text("id").map(Clean::text).orElse(String.valueOf(number));
        boolean again = used.contains(deviceId);
        int said = lastNumber(deviceId, number);
        var child = child(proxy.child("sourceInputPortDescriptor"));
        boolean empty = child.flatMap(Child::address).isEmpty();
        var state = Optional.ofNullable(states.get(deviceId));
        var online = state.flatMap(s -> s.text("online"));
        var status = empty
                ? Status.EMPTY
                : online.map(o -> o.equalsIgnoreCase("true") ? Status.ONLINE : Status.OFFLINE)
                        .orElse(Status.UNKNOWN);
        var detail =
                status == Status.ONLINE ? Optional.<String>empty() : state.flatMap(s -> s.text("chanDetectResult"));
        var channel = new Channel(
                new ChannelId(unique(again ? "IP-" + deviceId : deviceId, used)),
                number,
                proxy.text("name").map(Clean::text).orElse(""),
                Kind.IP,
                status,
                Clean.optional(detail),
                empty ? Optional.empty() : child);
        return new Slot(channel, deviceId, again && said <= analog ? analog + said : said, true);
    }

    /** Absent on some firmware: then nothing is known of the channels' state. */
    private static Map<String, XmlElement> states(Isapi isapi) throws DeviceException {
        var states = new HashMap<String, XmlElement>();
        isapi.find(PROXY_STATUS, "InputProxyChannelStatusList").ifPresent(list -> {
            for (var state : list.children("InputProxyChannelStatus")) {
                state.text("id").ifPresent(id -> states.putIfAbsent(Clean.text(id), state));
            }
        });
        return states;
    }

    private static Optional<Child> child(Optional<XmlElement> descriptor) {
        return descriptor.map(d -> new Child(
                Clean.optional(d.text("proxyProtocol")),
                address(d),
                Clean.optional(d.text("manufacturer")),
                Clean.optional(d.text("model")),
                Clean.serial(d.text("serialNumber")),
                Clean.optional(d.text("firmwareVersion")),
                Clean.mac(d.text("macAddress"))));
    }

    private static Optional<String> address(XmlElement descriptor) {
        return Clean.optional(descriptor.text("ipAddress"))
                .or(() -> Clean.optional(descriptor.text("ipv6Address")))
                .filter(a -> !a.equals("0.0.0.0") && !a.equals("::"))
                .or(() -> Clean.optional(descriptor.text("hostName")));
    }

    private static String unique(String wanted, Set<String> used) {
        var base = wanted.isBlank() ? "channel" : wanted.substring(0, Math.min(wanted.length(), 56));
        var id = base;
        for (int n = 2; !used.add(id); n++) {
            id = base + "-" + n;
        }
        return id;
    }

    static int lastNumber(String id, int otherwise) {
        var matcher = LAST_NUMBER.matcher(id);
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : otherwise;
    }
}
