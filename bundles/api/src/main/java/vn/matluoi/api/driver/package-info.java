/**
 * The device-driver SPI. A vendor plug-in implements {@link vn.matluoi.api.driver.DeviceDriver} and knows nothing of
 * the hub but this package, {@code vn.matluoi.api}, {@code vn.matluoi.api.http} and {@code vn.matluoi.api.event}.
 */
@Export
@Version("1.0.0")
package vn.matluoi.api.driver;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
