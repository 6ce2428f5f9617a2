/** How routes reach files on other people's servers, by SFTP and FTPS: one client for all, with the limits of a hostile world. */
@Export
@Version("1.0.0")
package vn.matluoi.api.sftp;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
