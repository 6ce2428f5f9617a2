package vn.matluoi.simulators.rtsp;

/**
 * One frame of a clip, packetised once for all viewers: a run of interleaved RTP packets (RFC 2326 §10.12, RFC 6184) in
 * which only sequence number, timestamp, SSRC, channel and mark are still to be filled.
 *
 * @param template the bytes of all packets, each with its four-byte interleaving head
 * @param packets where in the template each packet's {@code $} stands
 * @param markAt where in the template the mark's NAL unit starts
 * @param key whether decoding can start here (an IDR picture)
 */
record AccessUnit(byte[] template, int[] packets, int markAt, boolean key) {}
