/** What drivers cost: each runs in a program of its own, without a hub, against devices in another. */
package vn.matluoi.benchmarks.drivers;
