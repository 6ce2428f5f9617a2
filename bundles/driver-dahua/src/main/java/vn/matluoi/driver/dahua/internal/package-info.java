/**
 * The plug-in for Dahua recorders and cameras, and what their maker builds for other brands (Amcrest, Lorex, Intelbras,
 * KBVision, EmpireTech): CGI over HTTP, whose answers are lines {@code key=value}. What a device can do is found by
 * asking it, never by its model name. Where a comment names a device, the behaviour was seen in an answer of that
 * device, as its owners published it.
 */
package vn.matluoi.driver.dahua.internal;
