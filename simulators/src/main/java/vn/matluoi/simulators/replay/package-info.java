/** Plays answers that a real device gave as a device. */
package vn.matluoi.simulators.replay;
