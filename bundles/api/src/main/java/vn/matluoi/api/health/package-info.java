/** What must answer before the hub calls itself ready. */
@Export
@Version("1.0.0")
package vn.matluoi.api.health;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
