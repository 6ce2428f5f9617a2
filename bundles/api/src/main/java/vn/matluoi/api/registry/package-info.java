/** The provincial catalogue, to be asked. Everything here takes a scope and applies it inside the query. */
@Export
@Version("1.0.0")
package vn.matluoi.api.registry;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
