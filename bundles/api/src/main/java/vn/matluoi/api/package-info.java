/**
 * Values every part of the hub shares: identities, areas, positions, texts, states. Nothing here does
 * I/O; everything is immutable and may be used from any thread.
 */
@Export
@Version("1.0.0")
package vn.matluoi.api;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
