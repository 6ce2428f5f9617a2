package vn.matluoi.driver.hikvision.internal;

import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.driver.DeviceFacet.Events.Sink;
import vn.matluoi.api.event.CameraEvent;
import vn.matluoi.api.event.CameraEvent.Phase;

/**
 * Makes events of a device's alarms, whichever way they came.
 *
 * @param zone of the device's clock
 * @param clock the hub's
 * @param sink whom they are told to
 */
record AlertSink(SourceId source, ZoneId zone, InstantSource clock, EventChannels channels, Sink sink) {

    /** An end is often never told: an alarm that was not repeated for so long is over (VENDORS 4.3). */
    static final Duration LAPSE = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(AlertSink.class);
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cntrl}&&[^\\r\\n\\t]]");

    /**
     * A subscriber that throws is no reason to tell it nothing more.
     *
     * @return whether it was an alarm
     */
    boolean tell(Fields fields, String text) {
        var alert = Alert.of(fields);
        if (alert.isEmpty()) {
            return false;
        }
        var phase = alert.get().phase();
        var event = new CameraEvent(
                source,
                channels.heard(fields.get("dynChannelID"), fields.get("channelID")),
                alert.get().type(),
                phase,
                fields.get("dateTime").flatMap(DeviceTime::wall).map(wall -> wall.atZone(zone)
                        .toInstant()),
                clock.instant(),
                alert.get().topic(),
                UNSEEN.matcher(text).replaceAll(" "));
        try {
            sink.event(event, phase == Phase.ACTIVE ? Optional.of(LAPSE) : Optional.empty());
        } catch (RuntimeException e) {
            LOG.debug("an event of {} was not taken", source, e);
        }
        return true;
    }
}
