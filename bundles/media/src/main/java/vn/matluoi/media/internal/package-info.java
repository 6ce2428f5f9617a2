/** Media: RTSP from cameras, RTSP to viewers, one upstream a stream. */
package vn.matluoi.media.internal;
