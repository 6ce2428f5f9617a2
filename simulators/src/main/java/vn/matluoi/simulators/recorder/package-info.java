/** A recorder of the Hikvision family that does not exist: ISAPI over HTTP, one account for HTTP and RTSP, faults at will. */
package vn.matluoi.simulators.recorder;
