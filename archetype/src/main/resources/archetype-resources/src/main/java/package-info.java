/**
 * The plug-in for ${className} recorders and cameras. It speaks the protocol that README.md describes: lines
 * {@code key=value} over HTTP, a device's own words for everything. It knows the api of the hub and nothing else.
 */
package ${package};
