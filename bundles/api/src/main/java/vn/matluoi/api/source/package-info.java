/** Sources: the devices and systems the hub is connected to. */
@Export
@Version("1.0.0")
package vn.matluoi.api.source;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
