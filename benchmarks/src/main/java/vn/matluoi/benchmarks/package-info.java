/** Drives the installed hub from outside, and says what it cost. */
package vn.matluoi.benchmarks;
