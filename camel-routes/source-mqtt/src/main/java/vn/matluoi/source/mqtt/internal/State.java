package vn.matluoi.source.mqtt.internal;

/** What an agency says of a camera: whether it gives a picture. */
enum State {
    ONLINE,
    OFFLINE
}
