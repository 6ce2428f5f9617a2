/** Pictures that do not exist: a clip, an RTSP server that plays it on one thread, and the viewer that counts what arrives. */
package vn.matluoi.simulators.rtsp;
