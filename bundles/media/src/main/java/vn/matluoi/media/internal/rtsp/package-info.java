/** The RTSP language (RFC 2326): messages, their limits, digest log-in, transports and track addresses. */
package vn.matluoi.media.internal.rtsp;
