/** How routes reach MQTT 5 brokers: one client for all, with the limits of a hostile world. */
@Export
@Version("1.0.0")
package vn.matluoi.api.mqtt;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
