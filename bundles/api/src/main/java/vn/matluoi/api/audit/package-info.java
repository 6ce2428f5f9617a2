/** Who did what, when, on what basis. */
@Export
@Version("1.0.0")
package vn.matluoi.api.audit;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
