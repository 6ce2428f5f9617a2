/** Plug-ins that do harm. Their classes are packed into bundles; this program never loads them. */
package vn.matluoi.benchmarks.faults.plugin;
