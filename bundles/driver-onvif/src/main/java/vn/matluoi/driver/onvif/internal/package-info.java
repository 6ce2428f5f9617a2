/**
 * The plug-in for cameras and recorders of any make that speak ONVIF: SOAP 1.2 over HTTP, requests written from templates,
 * answers read by local names. What a device can do is found by asking it, never by its maker or model. Where a comment
 * names a device, the behaviour was seen in an answer of that device, as its owners published it.
 */
package vn.matluoi.driver.onvif.internal;
