/** PostgreSQL of Debian as a process of an agency's own. */
package vn.matluoi.simulators.postgres;
