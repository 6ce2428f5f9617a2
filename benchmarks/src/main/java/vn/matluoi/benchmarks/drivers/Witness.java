package vn.matluoi.benchmarks.drivers;

import io.antmedia.ipcamera.onvif.soap.OnvifDevice;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The same for another client of ONVIF, whose types were generated from the standard's WSDL; with its own libraries on the class path
 * and none of the hub's.
 */
final class Witness {

    private Witness() {}

    /** @param arguments a file with the password, the device's address, how often */
    public static void main(String[] arguments) throws Exception {
        Meter.endWithInput();
        String password = Files.readString(Path.of(arguments[0])).strip();
        String device = URI.create(arguments[1]).getAuthority();
        PrintStream out = System.out;
        System.setOut(System.err); // it talks
        Meter meter = new Meter();
        new Clients(meter)
                .measure(
                        () -> {
                            OnvifDevice client = client(device, password);
                            identity(client);
                            return client;
                        },
                        () -> {
                            OnvifDevice client = client(device, password);
                            identity(client);
                            int addresses = 0;
                            for (var profile : client.getDevices().getProfiles()) {
                                if (profile.getToken().endsWith("01")) {
                                    addresses += client.getMedia()
                                                    .getRTSPStreamUri(profile.getToken())
                                                    .startsWith("rtsp://")
                                            ? 1
                                            : 0;
                                }
                            }
                            if (addresses == 0) {
                                throw new IllegalStateException("no stream was found");
                            }
                            return client;
                        },
                        Integer.parseInt(arguments[2]));
        System.setOut(out);
        meter.print();
        System.exit(0);
    }

    private static OnvifDevice client(String device, String password) throws Exception {
        OnvifDevice client = new OnvifDevice(device, Devices.USER, password);
        client.getSoap().setLogging(false); // else it prints each message
        return client;
    }

    private static void identity(OnvifDevice client) throws Exception {
        if (client.getDevices().getDeviceInformation().getSerialNumber() == null) {
            throw new IllegalStateException("the device did not say who it is");
        }
    }
}
