/** How a bundle brings its tables. */
@Export
@Version("1.0.0")
package vn.matluoi.api.schema;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
