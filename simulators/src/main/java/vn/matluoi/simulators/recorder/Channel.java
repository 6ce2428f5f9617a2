package vn.matluoi.simulators.recorder;

/**
 * One channel of a recorder. Only {@link #online} changes.
 */
final class Channel {

    /** What is behind it. */
    enum Kind {
        /** A camera on a coaxial cable of a hybrid recorder. */
        ANALOG,
        /** A network camera. */
        DIGITAL,
        /** A slot where no camera was ever added. */
        EMPTY
    }

    final int number;
    final Kind kind;
    final String name;
    final String address;
    final String model;
    final String serial;
    private volatile boolean online;

    Channel(int number, Kind kind, String name, String address, String model, String serial, boolean online) {
        this.number = number;
        this.kind = kind;
        this.name = name;
        this.address = address;
        this.model = model;
        this.serial = serial;
        this.online = online;
    }

    /** The same channel, as plugged in as it is now, with something behind its name. */
    Channel labelled(String label) {
        return new Channel(
                number,
                kind,
                label.isEmpty() || kind == Kind.EMPTY ? name : name + ' ' + label,
                address,
                model,
                serial,
                online);
    }

    boolean online() {
        return online && kind != Kind.EMPTY;
    }

    void setOnline(boolean now) {
        online = now;
    }
}
