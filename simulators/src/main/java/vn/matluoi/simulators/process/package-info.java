/** Programs of this machine that run beside the simulators. */
package vn.matluoi.simulators.process;
