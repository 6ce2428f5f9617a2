/** The program and its commands. */
package vn.matluoi.simulators;
