package vn.matluoi.core.internal.supervise;

import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceSession;

/** Work with a logged-in device. */
@FunctionalInterface
public interface DeviceWork<T> {

    T with(DeviceSession session) throws DeviceException;
}
