/** What agencies' programs tell the hub and what its receivers are brought: programs outside of it. */
package vn.matluoi.benchmarks.forward;
