/** A recorder of the Dahua family that does not exist. */
package vn.matluoi.simulators.dahua;
