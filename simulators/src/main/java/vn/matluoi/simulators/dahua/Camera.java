package vn.matluoi.simulators.dahua;

import java.util.Optional;

/** One channel of the recorder. Safe for any thread. */
final class Camera {

    /** From 1; the recorder's tables count from 0. */
    final int number;

    final String name;
    /** {@code Private} or {@code Onvif}; empty for an analog input. */
    final String protocol;

    final String address;
    final String model;
    final String serial;
    /** Where it can be turned. */
    final Optional<PtzHead> head;

    private final boolean there;
    private volatile boolean online;
    private volatile int recordMode;

    Camera(
            int number,
            String name,
            String protocol,
            String address,
            String model,
            String serial,
            boolean there,
            boolean online,
            boolean turns) {
        this.number = number;
        this.name = name;
        this.protocol = protocol;
        this.address = address;
        this.model = model;
        this.serial = serial;
        this.there = there;
        this.online = online;
        head = turns ? Optional.of(new PtzHead()) : Optional.empty();
    }

    int index() {
        return number - 1;
    }

    /** Whether the slot has a camera at all. */
    boolean there() {
        return there;
    }

    boolean analog() {
        return protocol.isEmpty() && there;
    }

    boolean onvif() {
        return protocol.equals("Onvif");
    }

    boolean online() {
        return there && online;
    }

    void setOnline(boolean now) {
        online = now;
    }

    /** 0 by schedule, 1 always, 2 not at all. */
    int recordMode() {
        return recordMode;
    }

    void setRecordMode(int mode) {
        recordMode = mode;
    }
}
