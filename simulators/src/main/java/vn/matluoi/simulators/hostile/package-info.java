/** What people who mean harm put into messages. */
package vn.matluoi.simulators.hostile;
