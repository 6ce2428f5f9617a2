/** How a bundle writes in the hub's database. */
@Export
@Version("1.0.0")
package vn.matluoi.api.sql;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
