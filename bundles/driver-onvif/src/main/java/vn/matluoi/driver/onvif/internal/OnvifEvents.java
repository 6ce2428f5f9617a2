package vn.matluoi.driver.onvif.internal;

import java.util.Locale;
import java.util.Optional;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Unsupported;
import vn.matluoi.api.driver.DeviceFacet.Events;
import vn.matluoi.api.driver.Target;

/** How a device tells what happens: by PullPoint; or, where a person wants it so or it has none, by sending it to the hub. */
final class OnvifEvents {

    /** Option of a source: {@code pull}, the usual one, or {@code push}. */
    static final String OPTION = "events";

    private static final String PULL = "pull";
    private static final String PUSH = "push";

    private final Onvif onvif;
    private final boolean pullPoint;
    private final String option;

    /** @param pullPoint false if the device says that it has no PullPoint */
    OnvifEvents(Onvif onvif, Target target, boolean pullPoint) {
        this.onvif = onvif;
        this.pullPoint = pullPoint;
        this.option = Optional.ofNullable(target.options().get(OPTION))
                .map(o -> o.strip().toLowerCase(Locale.ROOT))
                .filter(o -> !o.isEmpty())
                .orElse(PULL);
    }

    /** @return whether there is a way; what is set wrongly, here or in the hub, is said when it is tried */
    boolean offered() {
        return onvif.has(Service.EVENTS);
    }

    Events.Subscription subscribe(Notices notices, Events.Sink sink) throws DeviceException {
        switch (option) {
            case PULL -> {
                return pullPoint ? PullPoint.open(onvif, notices, sink) : push(notices, sink);
            }
            case PUSH -> {
                return push(notices, sink);
            }
            default -> throw badOption();
        }
    }

    private Unsupported badOption() {
        return Words.badOption(OPTION, option, PULL + ", " + PUSH);
    }

    private Events.Subscription push(Notices notices, Events.Sink sink) throws DeviceException {
        var notifications = new Notifications(onvif, notices, sink);
        notifications.open(onvif.ports().main().push(notifications).orElseThrow(Words::hubTakesNothing));
        return notifications;
    }
}
