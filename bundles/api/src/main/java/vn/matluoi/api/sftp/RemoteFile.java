package vn.matluoi.api.sftp;

import java.time.Instant;

/**
 * A file as the server describes it.
 *
 * @param name within its folder
 * @param size in bytes
 * @param modified by the server's clock, whatever that says; compared, never believed
 */
public record RemoteFile(String name, long size, Instant modified) {}
