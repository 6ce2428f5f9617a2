package vn.matluoi.core.internal.testing;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.driver.ChannelFacet;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.StreamAddress;

/** A camera that moves, keeps places and recordings, and notes what it is told; fails as a test likes. */
public final class FakePtz
        implements ChannelFacet.Ptz,
                ChannelFacet.PtzPosition,
                ChannelFacet.Presets,
                ChannelFacet.Tours,
                ChannelFacet.Recordings {

    public final List<String> told = new ArrayList<>();
    /** Fails whatever begins with that word. */
    public String failing = "nothing";

    public DeviceException failure = FakeDevice.BUSY;
    public List<Recording> recordings = List.of();
    /** How much later its recordings begin and end at each further search. */
    public Duration clockSlips = Duration.ZERO;

    public Runnable whileTold = () -> {};
    public Runnable whileRead = () -> {};
    private int searches;

    private void tell(String words) throws DeviceException {
        told.add(words);
        whileTold.run();
        if (words.startsWith(failing)) {
            throw failure;
        }
    }

    @Override
    public void move(double pan, double tilt, double zoom) throws DeviceException {
        tell("move %s %s %s".formatted(pan, tilt, zoom));
    }

    @Override
    public void stop() throws DeviceException {
        tell("stop");
    }

    @Override
    public void go(Position to) throws DeviceException {
        tell("go %s %s %s".formatted(to.pan(), to.tilt(), to.zoom()));
    }

    @Override
    public Optional<Position> position() throws DeviceException {
        whileRead.run();
        return Optional.of(new Position(0.5, -0.5, 0.25));
    }

    @Override
    public List<Preset> presets() {
        return List.of(new Preset("1", "Cổng chợ"));
    }

    @Override
    public void recall(String token) throws DeviceException {
        tell("recall " + token);
    }

    @Override
    public Preset save(Optional<String> token, String name) throws DeviceException {
        tell("save " + token.orElse("anew") + " " + name);
        return new Preset(token.orElse("7"), name);
    }

    @Override
    public void remove(String token) throws DeviceException {
        tell("remove " + token);
    }

    @Override
    public List<Preset> tours() {
        return List.of(new Preset("t", "Vòng chợ"));
    }

    @Override
    public void start(String token) throws DeviceException {
        tell("tour " + token);
    }

    @Override
    public void stop(String token) throws DeviceException {
        tell("end of tour " + token);
    }

    @Override
    public List<Recording> search(Instant from, Instant to) throws DeviceException {
        tell("search " + from + " " + to);
        var slip = clockSlips.multipliedBy(searches++);
        return recordings.stream()
                .map(each ->
                        new Recording(each.from().plus(slip), each.to().plus(slip), each.reference(), each.trigger()))
                .toList();
    }

    @Override
    public StreamAddress playback(Recording recording) {
        told.add("play " + recording.from() + " " + recording.to() + " " + recording.reference());
        return new StreamAddress(new SourceId("nvr"), URI.create("rtsp://192.0.2.1/playback"), "u", "p");
    }
}
