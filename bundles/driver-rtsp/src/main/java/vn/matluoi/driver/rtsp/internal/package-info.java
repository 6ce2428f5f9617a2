/**
 * The plug-in for devices that speak nothing but RTSP (RFC 2326): one channel, at the paths the source names. It opens a
 * connection when it asks something and closes it again; the pictures themselves are fetched by the hub's relay.
 */
package vn.matluoi.driver.rtsp.internal;
