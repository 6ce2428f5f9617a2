/** Commune sheets that do not exist, with the faults real ones have, and the answer key to them. */
package vn.matluoi.simulators.sheet;
