/** One small HTTP/1.1 server for as many simulated devices as are wanted, with answers that may come late. */
package vn.matluoi.simulators.web;
