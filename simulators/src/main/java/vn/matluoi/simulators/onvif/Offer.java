package vn.matluoi.simulators.onvif;

/**
 * A service a device has.
 *
 * @param namespace of its operations
 * @param path where it answers
 * @param capabilities what it says of itself: attributes and content after the name of its capabilities element
 */
record Offer(String namespace, String path, String capabilities) {}
