/** Systems of agencies that do not exist. */
package vn.matluoi.simulators.agency;
