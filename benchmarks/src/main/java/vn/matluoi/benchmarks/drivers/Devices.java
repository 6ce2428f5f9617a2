package vn.matluoi.benchmarks.drivers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import vn.matluoi.simulators.dahua.DahuaRecorder;
import vn.matluoi.simulators.fault.FaultProxy;
import vn.matluoi.simulators.onvif.Event;
import vn.matluoi.simulators.onvif.OnvifDevice;
import vn.matluoi.simulators.onvif.OnvifSettings;
import vn.matluoi.simulators.onvif.OnvifSite;
import vn.matluoi.simulators.recorder.Fleet;
import vn.matluoi.simulators.recorder.HikvisionRecorder;
import vn.matluoi.simulators.recorder.RecorderSettings;
import vn.matluoi.simulators.rtsp.Clip;

/**
 * The program of devices: of each family a recorder and the smallest there is, and many for sessions to be held with. It says where
 * they are, then does what it reads: {@code counts NAME} tells requests and connections since it was asked last, the connections of
 * those who came by the counted address; {@code raise FAMILY} has all channels of the recorder tell events. Ends with its input.
 */
public final class Devices implements AutoCloseable {

    static final String USER = "admin";

    private static final int CHANNELS = 64;
    private static final int SOME = 8;
    private static final int SHARED = 20;

    private final Map<String, One> all = new LinkedHashMap<>();
    private final String password;
    private final HikvisionRecorder hikvision;
    private final DahuaRecorder dahua;
    private final List<DahuaRecorder> others = new ArrayList<>();
    private final OnvifDevice onvif;
    private final OnvifSite site;
    private final Fleet fleet;
    private final Player player = new Player();

    private static final class One {
        private final LongSupplier requests;
        private final FaultProxy proxy;
        private long requestsBefore;
        private long connectionsBefore;

        One(LongSupplier requests, FaultProxy proxy) {
            this.requests = requests;
            this.proxy = proxy;
        }
    }

    /** @param many devices of each family that sessions are held with */
    Devices(String password, int many, int fleetPort) throws IOException {
        this.password = password;
        Clip clip = Clip.builtIn();
        hikvision = hikvision(CHANNELS, clip);
        HikvisionRecorder camera = hikvision(1, clip);
        dahua = dahua(CHANNELS, clip);
        DahuaRecorder small = dahua(1, clip);
        site = OnvifSite.start(clip);
        onvif = onvif("onvif-64", CHANNELS);
        onvif("onvif-1", 1);
        onvif("onvif-8", SOME);
        put(
                "rtsp-1",
                "rtsp://127.0.0.1:" + camera.rtspPort() + "/Streaming/Channels/101",
                () -> sum(camera.rtsp().requests()));
        put("hikvision-1", camera.address(), () -> sum(camera.requests()));
        put("hikvision-64", hikvision.address(), () -> sum(hikvision.requests()));
        put("dahua-1", small.address(), () -> sum(small.requests()));
        put("dahua-64", dahua.address(), () -> sum(dahua.requests()));
        fleet = new Fleet(many, SOME, fleetPort, USER, password, clip);
        for (int i = 0; i < many; i++) {
            say("many-hikvision", fleet.address("http", i), "-");
            say(
                    "many-onvif",
                    site.add(OnvifSettings.camera("many-" + i, "Camera", USER), password)
                            .address(),
                    "-");
        }
        // each takes threads: a recorder for so many sessions, since what one is asked at a time is limited
        for (int i = 0; i < many; i += SHARED) {
            DahuaRecorder one = dahua(SOME, clip);
            others.add(one);
            say("many-dahua", one.address(), "-");
        }
        say("many-rtsp", "rtsp://127.0.0.1:" + camera.rtspPort() + "/Streaming/Channels/101", "-");
        say("player", "http://127.0.0.1:" + player.port(), "-");
        System.out.println("ready");
    }

    private HikvisionRecorder hikvision(int channels, Clip clip) throws IOException {
        return new HikvisionRecorder(
                RecorderSettings.of("hikvision-" + channels, "Đầu ghi", USER).withChannels(channels, 0, 0, 0),
                password,
                clip);
    }

    private DahuaRecorder dahua(int channels, Clip clip) throws IOException {
        return new DahuaRecorder(
                RecorderSettings.of("dahua-" + channels, "Đầu ghi", USER).withChannels(channels, 0, 0, 0),
                password,
                clip);
    }

    private OnvifDevice onvif(String name, int channels) throws IOException {
        OnvifDevice device = site.add(
                channels == 1
                        ? OnvifSettings.camera(name, "Camera", USER)
                        : OnvifSettings.recorder(name, "Đầu ghi", USER, channels),
                password);
        put(name, device.address(), () -> sum(device.requests()));
        return device;
    }

    private void put(String name, String address, LongSupplier requests) throws IOException {
        URI at = URI.create(address);
        FaultProxy proxy =
                new FaultProxy(0, new InetSocketAddress(InetAddress.getByName("127.0.0.1"), at.getPort()), 1);
        all.put(name, new One(requests, proxy));
        String path = at.getRawPath() == null ? "" : at.getRawPath();
        say(name, address, at.getScheme() + "://127.0.0.1:" + proxy.port() + path);
    }

    private static void say(String name, String address, String counted) {
        System.out.println(name + ' ' + address + ' ' + counted);
    }

    private static long sum(Map<String, ? extends Number> counts) {
        return counts.values().stream().mapToLong(Number::longValue).sum();
    }

    private void obey(String command) {
        String[] words = command.split(" ");
        if (words[0].equals("counts")) {
            One one = all.get(words[1]);
            long requests = one.requests.getAsLong();
            long connections = one.proxy.accepted();
            System.out.println((requests - one.requestsBefore) + " " + (connections - one.connectionsBefore));
            one.requestsBefore = requests;
            one.connectionsBefore = connections;
        } else {
            raise(words[1]);
            System.out.println("raised");
        }
    }

    /** Motion begins and ends everywhere, and one in four things seen is told with where and what it was. */
    private void raise(String family) {
        for (int channel = 1; channel <= CHANNELS; channel++) {
            boolean seen = channel % 4 == 0;
            switch (family) {
                case "hikvision" ->
                    hikvision.raise(
                            channel,
                            seen ? "linedetection" : "VMD",
                            seen ? "vehicle" : "",
                            "",
                            Duration.ofMillis(1200));
                case "dahua" -> {
                    String data = seen
                            ? "{\n"
                                    + "   \"Action\" : \"Appear\",\n"
                                    + "   \"Direction\" : \"Enter\",\n"
                                    + "   \"Object\" : {\n"
                                    + "      \"BoundingBox\" : [ 2912, 2680, 3784, 5136 ],\n"
                                    + "      \"ObjectType\" : \"Vehicle\"\n"
                                    + "   },\n"
                                    + "   \"UTC\" : 1764380000\n"
                                    + "}"
                            : "";
                    String code = seen ? "CrossRegionDetection" : "VideoMotion";
                    dahua.tell(code, "Start", channel - 1, data);
                    dahua.tell(code, "Stop", channel - 1, data);
                }
                default -> {
                    for (String value : new String[] {"true", "false"}) {
                        onvif.happen(new Event(
                                "tns1:RuleEngine/CellMotionDetector/Motion",
                                "VideoSourceConfigurationToken",
                                "VideoSourceConfig_" + channel,
                                "IsMotion",
                                value,
                                "Changed",
                                Instant.now()));
                    }
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        player.close();
        fleet.close();
        site.close();
        hikvision.close();
        dahua.close();
        for (DahuaRecorder one : others) {
            one.close();
        }
    }

    /** @param arguments a file with the password, how many devices sessions are held with, and the port of the fleet */
    public static void run(String[] arguments) throws IOException {
        String password = Files.readString(Path.of(arguments[1])).strip();
        try (Devices devices = new Devices(password, Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
                BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                devices.obey(line);
            }
        }
    }
}
