package vn.matluoi.core.internal.supervise;

import vn.matluoi.api.SourceId;

/**
 * Two sources whose devices show one serial number: one box entered twice, or a number that was copied.
 *
 * @param source the one whose device was logged in to just now
 * @param other the one that was known by that number before
 */
public record Twin(SourceId source, SourceId other, String serial) {}
