package vn.matluoi.simulators.recorder;

import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Words alarms as recorders do: a network recorder names channels by {@code dynChannelID} alone and ends lines with LF, a
 * hybrid one by {@code channelID} and with CRLF; neither begins with a declaration.
 *
 * @param now by the recorder's own clock
 */
record AlarmText(Supplier<Box> box, Supplier<OffsetDateTime> now, Predicate<Quirk> is) {

    /** Channels that have a camera which does not answer. */
    List<Integer> dead() {
        return box.get().channels().stream()
                .filter(c -> c.kind != Channel.Kind.EMPTY && !c.online())
                .map(c -> c.number)
                .toList();
    }

    String of(Alarms.Alarm alarm, boolean active, int count) {
        Box recorder = box.get();
        List<Channel> channels = recorder.channels();
        String name = alarm.channel() >= 1 && alarm.channel() <= channels.size()
                ? channels.get(alarm.channel() - 1).name
                : "";
        Xml xml = new Xml()
                .open(
                        "EventNotificationAlert",
                        recorder.hybrid()
                                ? "version=\"2.0\" xmlns=\"http://www.hikvision.com/ver20/XMLSchema\""
                                : "version=\"1.0\" xmlns=\"http://www.hikvision.com/ver10/XMLSchema\"")
                .leaf("ipAddress", "192.168.254.1")
                .leaf("portNo", 80)
                .leaf("protocol", "HTTP")
                .leaf("macAddress", recorder.mac())
                .leaf(recorder.hybrid() ? "channelID" : "dynChannelID", id(alarm.channel()))
                .leaf("dateTime", now.get().format(DateTimeFormatter.ISO_OFFSET_DATE_TIME))
                .leaf("activePostCount", count)
                .leaf("eventType", alarm.type())
                .leaf("eventState", active ? "active" : "inactive")
                .leaf("eventDescription", alarm.type() + " alarm");
        if (!alarm.target().isEmpty()) {
            xml.open("DetectionRegionList")
                    .open("DetectionRegionEntry")
                    .leaf("regionID", 1)
                    .leaf("targetType", alarm.target())
                    .close()
                    .close();
        }
        if (!alarm.plate().isEmpty()) {
            xml.open("ANPR").leaf("licensePlate", alarm.plate()).close();
        }
        String whole = xml.leaf("channelName", name).end();
        String bare = whole.substring(whole.indexOf("<Event"));
        return recorder.hybrid() ? bare : bare.replace("\r\n", "\n");
    }

    private String id(int channel) {
        List<Channel> channels = box.get().channels();
        boolean analog =
                channel >= 1 && channel <= channels.size() && channels.get(channel - 1).kind == Channel.Kind.ANALOG;
        return analog && is.test(Quirk.STRING_CHANNEL_ID) ? "I-" + channel : Integer.toString(channel);
    }
}
