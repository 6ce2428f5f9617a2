package vn.matluoi.core.internal.supervise;

import java.util.function.Consumer;
import vn.matluoi.api.driver.DeviceDriver;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.Target;

/** A test of a source that exists. */
@FunctionalInterface
public interface SourceTest<T> {

    /** @param failed to be told what a device call failed with, so that a rejected password has its consequences */
    T with(DeviceDriver driver, Target target, Consumer<DeviceException> failed);
}
