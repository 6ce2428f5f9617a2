/** One account behind digest log-in, with a lock-out that is counted on the device's side. */
package vn.matluoi.simulators.login;
