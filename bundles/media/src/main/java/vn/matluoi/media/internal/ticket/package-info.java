/** One-time tickets, and the rights behind them. */
package vn.matluoi.media.internal.ticket;
