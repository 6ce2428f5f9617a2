package vn.matluoi.registry.internal.intake;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.function.Function;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.registry.internal.identity.Weights;

/** The recorder and channel that an agency's list names, in the words in which {@link Origin} knows a recorder that speaks. */
final class Listed {

    private Listed() {}

    /** @param said what is said of the camera in a field */
    static Optional<String> recorder(Function<CameraField, Optional<String>> said) {
        return said.apply(CameraField.RECORDER_SERIAL)
                .map(String::strip)
                .filter(Weights.shipped()::tells)
                .flatMap(serial -> channel(said).map(channel -> serial + "#" + channel));
    }

    /** An address without a channel may be the camera's own or its recorder's, and says nothing. */
    static Optional<String> address(Function<CameraField, Optional<String>> said) {
        return said.apply(CameraField.IP_ADDRESS)
                .flatMap(address -> channel(said).map(channel -> address + "#" + channel));
    }

    /** @return a host of a URI in the form that the catalogue gives addresses of lists */
    static String host(String host) {
        if (!host.startsWith("[")) {
            return host;
        }
        try {
            return InetAddress.getByName(host).getHostAddress(); // in brackets it is never looked up
        } catch (UnknownHostException e) {
            return host;
        }
    }

    private static Optional<String> channel(Function<CameraField, Optional<String>> said) {
        return said.apply(CameraField.RECORDER_CHANNEL);
    }
}
