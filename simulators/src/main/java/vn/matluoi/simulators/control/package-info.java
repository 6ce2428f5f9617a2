/** The small HTTP interface by which tests and people make simulators misbehave, and read what they counted. */
package vn.matluoi.simulators.control;
