/** Finding devices on networks the hub may reach: what answers lands in an inbox, never in the registry. */
@Export
@Version("1.0.0")
package vn.matluoi.api.discovery;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
