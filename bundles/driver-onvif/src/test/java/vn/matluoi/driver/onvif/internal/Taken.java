package vn.matluoi.driver.onvif.internal;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceFacet.Events;
import vn.matluoi.api.event.CameraEvent;

/** Keeps what a device tells. */
final class Taken implements Events.Sink {

    final List<CameraEvent> events = new CopyOnWriteArrayList<>();
    final List<Optional<Duration>> lapses = new CopyOnWriteArrayList<>();
    final List<DeviceException> ended = new CopyOnWriteArrayList<>();

    @Override
    public void event(CameraEvent event, Optional<Duration> lapse) {
        lapses.add(lapse);
        events.add(event);
    }

    @Override
    public void ended(DeviceException why) {
        ended.add(why);
    }
}
