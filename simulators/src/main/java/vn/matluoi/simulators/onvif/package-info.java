/** ONVIF cameras and recorders: SOAP 1.2, pull points, WS-Discovery, many in one process on a few threads. */
package vn.matluoi.simulators.onvif;
