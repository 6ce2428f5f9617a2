/** What can be made to go wrong at run time. */
package vn.matluoi.simulators.fault;
