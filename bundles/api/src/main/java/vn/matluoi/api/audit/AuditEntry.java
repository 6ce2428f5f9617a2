package vn.matluoi.api.audit;

import java.time.Instant;

/**
 * A record as it stands in the log.
 *
 * @param sequence 1, 2, 3 … without gaps
 * @param at when it was written, UTC, in whole microseconds
 * @param record what was recorded
 * @param canonical the bytes that are hashed: one line of JSON with keys in a fixed order, as text
 * @param previousHash hash of the row before, 64 hex digits; 64 zeros for the first
 * @param hash SHA-256 over the previous hash and {@code canonical}, 64 hex digits
 */
public record AuditEntry(
        long sequence, Instant at, AuditRecord record, String canonical, String previousHash, String hash) {}
