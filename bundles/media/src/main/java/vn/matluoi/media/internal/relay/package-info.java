/** One upstream a stream, fanned out to its viewers: the hot path, and what protects it from slow ones. */
package vn.matluoi.media.internal.relay;
