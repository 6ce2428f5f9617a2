/**
 * The HTTP client devices are reached with. A {@code Call} is one request's life; it takes a permit of its device's
 * {@code Gate}, a {@code Wire} from the {@code Dialer}, and may sign only when the {@code Login} of that device and
 * account lets it. All state of a connection belongs to its event loop; {@code Gate} and {@code Login} are shared.
 */
package vn.matluoi.http.internal;
