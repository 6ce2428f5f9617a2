/** What breaks something under or around the installed hub, from outside, and judges what the hub made of it. */
package vn.matluoi.benchmarks.faults;
