/** Certificates that servers make for themselves. */
package vn.matluoi.simulators.tls;
