/** What a device asks for with a 401, and the answer to it: the same over HTTP and over RTSP. */
@Export
@Version("1.0.0")
package vn.matluoi.api.login;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
