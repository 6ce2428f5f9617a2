package vn.matluoi.registry.internal.intake;

import java.util.List;
import vn.matluoi.api.intake.Finding;

/**
 * What is decided of a row: which camera it speaks of, if it is taken.
 *
 * @param findings all that is said of it
 */
record Decided(Draft draft, List<Finding> findings, Match match) {}
