package vn.matluoi.driver.onvif.internal;

import java.util.concurrent.CompletionStage;
import vn.matluoi.api.driver.DeviceFacet.Events;

/** A subscription that stands on the device: it has room for few, so that each is given back. */
interface Subscribed extends Events.Subscription {

    /** @return done when the device was told, or could not be */
    CompletionStage<Void> end();
}
