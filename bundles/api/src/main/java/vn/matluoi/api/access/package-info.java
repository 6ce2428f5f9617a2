/** Who is asking, and the one decision point every surface asks. */
@Export
@Version("1.0.0")
package vn.matluoi.api.access;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
