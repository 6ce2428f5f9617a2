/**
 * What every driver is tested with: {@link vn.matluoi.driver.testkit.DeviceDriverContract} to extend,
 * {@link vn.matluoi.driver.testkit.DeviceServer} to play a device, {@link vn.matluoi.driver.testkit.CapturedDevice} to
 * replay a real one. Published, never installed in a hub.
 */
@Export
@Version("1.0.0")
package vn.matluoi.driver.testkit;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
