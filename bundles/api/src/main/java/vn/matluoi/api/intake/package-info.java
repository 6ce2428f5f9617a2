/** How systems say what they know: statements in, reports out. */
@Export
@Version("1.0.0")
package vn.matluoi.api.intake;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
