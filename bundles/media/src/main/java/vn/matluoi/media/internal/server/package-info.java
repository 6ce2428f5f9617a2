/** The RTSP server viewers connect to. */
package vn.matluoi.media.internal.server;
