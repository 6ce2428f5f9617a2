/**
 * Whether anything is lost, made up, doubled or half applied: producers outside the hub with ledgers of their own, what the
 * hub's API shows afterwards, and the comparison of the two. None of it is the hub's code.
 */
package vn.matluoi.benchmarks.ledger;
