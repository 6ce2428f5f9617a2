/** Watching. */
@Export
@Version("1.0.0")
package vn.matluoi.api.media;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
