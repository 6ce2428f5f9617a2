/** Session descriptions (RFC 8866): the device's read as a claim, the viewer's written without a word of the device. */
package vn.matluoi.media.internal.sdp;
