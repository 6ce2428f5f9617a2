package vn.matluoi.api.discovery;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Where to look.
 *
 * @param range IPv4 addresses asked one by one, as {@code 10.20.30.0/24}, of 1 to 4,096 addresses; empty for none
 * @param ports HTTP ports tried where nothing answered the probe, in this order; empty for the usual ones
 * @param networkInterface name of the one interface of this machine whose network is asked by multicast, for example
 *     {@code eth1}; empty for no multicast
 */
public record ScanRequest(Optional<String> range, List<Integer> ports, Optional<String> networkInterface) {

    /** Ports cameras and recorders offer ONVIF on, the commonest first. */
    public static final List<Integer> USUAL_PORTS = List.of(80, 8000, 8080, 8899, 2020, 5000);

    public ScanRequest {
        Objects.requireNonNull(range, "range");
        Objects.requireNonNull(networkInterface, "networkInterface");
        ports = ports.isEmpty() ? USUAL_PORTS : List.copyOf(ports);
    }
}
