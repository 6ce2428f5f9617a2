/**
 * The plug-in for Hikvision recorders and cameras, and what their maker builds for other brands: ISAPI over HTTP. What
 * a device can do is found by asking it, never by its model name. Where a comment names a device and firmware, the
 * behaviour was seen in an answer of that device.
 */
package vn.matluoi.driver.hikvision.internal;
