/** Routes: how messages come in and go out. */
@Export
@Version("1.0.0")
package vn.matluoi.api.route;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
