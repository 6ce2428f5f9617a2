/** What leaves the hub: what every sink has in common, and how one is served. */
@Export
@Version("1.0.0")
package vn.matluoi.api.forward;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
