package vn.matluoi.simulators;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import vn.matluoi.simulators.control.ControlServer;
import vn.matluoi.simulators.control.Json;
import vn.matluoi.simulators.dahua.DahuaRecorder;
import vn.matluoi.simulators.onvif.OnvifDevice;
import vn.matluoi.simulators.onvif.OnvifSettings;
import vn.matluoi.simulators.onvif.OnvifSite;
import vn.matluoi.simulators.recorder.HikvisionRecorder;
import vn.matluoi.simulators.recorder.RecorderSettings;
import vn.matluoi.simulators.rtsp.Clip;
import vn.matluoi.simulators.sheet.CommuneSheet;

/**
 * {@code demo}: devices of every family in Tây Ninh province, on which something moves every few seconds, and sheets to take
 * in, until killed: a commune's and a hospital's Hikvision recorder, a school's Dahua one, an ONVIF recorder, an RTSP camera; and
 * the systems of agencies ({@link DemoAgencies}).
 * Passwords are made at the first start and kept in the directory, so that a hub that knows them still does after a
 * restart.
 */
final class DemoCommand {

    static final String USAGE = """
            demo --dir DIR [--offset 0]
            """;

    private static final String USER = "admin";
    /** Xã Tân Châu. */
    private static final String COMMUNE = "25516";

    /** Phường Tân Ninh. */
    private static final String HOSPITAL_AREA = "25459";

    /** A recorder and where it stands. */
    private record Stand(RecorderSettings settings, String area, String unit, String sector, String sectorName) {}

    private DemoCommand() {}

    static void run(String[] arguments) throws IOException, InterruptedException {
        Options options = new Options(arguments, 1, Set.of("dir", "offset"), Set.of());
        int offset = options.number("offset", 0);
        Path dir = options.path("dir").toAbsolutePath();
        Files.createDirectories(dir);
        Clip clip = Clip.builtIn();
        List<HikvisionRecorder> recorders = new ArrayList<>();
        List<Map<String, Object>> described = new ArrayList<>();
        Path school = dir.resolve("d1.password");
        Path market = dir.resolve("o1.password");
        Path gate = dir.resolve("c1.password");
        try (DahuaRecorder dahua = new DahuaRecorder(
                        RecorderSettings.of("d1", "Trường THCS Tân Châu", USER)
                                .withPorts(9082 + offset, 9556 + offset)
                                .withChannels(8, 1, 0, 0),
                        Secrets.password(school),
                        clip);
                OnvifSite onvif = new OnvifSite(9557 + offset, clip, Clock.systemUTC());
                OnvifSite camera = new OnvifSite(9558 + offset, clip, Clock.systemUTC())) {
            OnvifDevice one = onvif.add(
                    OnvifSettings.recorder("o1", "Chợ Tân Châu", USER, 4).withPort(9083 + offset),
                    Secrets.password(market));
            camera.add(OnvifSettings.camera("c1", "Cổng chợ", USER).withPort(9084 + offset), Secrets.password(gate));
            for (Stand stand : stands(offset)) {
                Path passwordFile = dir.resolve(stand.settings().name() + ".password");
                HikvisionRecorder recorder =
                        new HikvisionRecorder(stand.settings(), Secrets.password(passwordFile), clip);
                recorders.add(recorder);
                described.add(describe(stand, recorder, passwordFile));
            }
            described.add(device("d1", "dahua", dahua.address(), dahua.rtspPort(), school));
            described.add(device("o1", "onvif", one.address(), onvif.rtspPort(), market));
            described.add(device(
                    "c1",
                    "rtsp",
                    "rtsp://127.0.0.1:" + camera.rtspPort() + "/Streaming/Channels/101",
                    camera.rtspPort(),
                    gate));
            try (DemoAgencies agencies = new DemoAgencies(dir, offset);
                    ControlServer control = new ControlServer(9090 + offset, recorders);
                    DemoMotion motion = new DemoMotion(recorders, dahua, one)) {
                Map<String, Object> demo = new LinkedHashMap<>();
                demo.put("control", "http://127.0.0.1:" + control.port());
                demo.put("recorders", described);
                demo.put("sheets", sheets(dir));
                demo.put("agencies", agencies.described());
                Files.writeString(dir.resolve("demo.json"), Json.write(demo) + "\n");
                for (Map<String, Object> each : described) {
                    System.out.println(each.get("driver") + " " + each.get("name") + ": " + each.get("address"));
                }
                agencies.lines().forEach(System.out::println);
                System.out.println("control: http://127.0.0.1:" + control.port());
                System.out.println("described in " + dir.resolve("demo.json"));
                motion.begin();
                // what agencies run beside must not outlive them
                Runtime.getRuntime().addShutdownHook(new Thread(agencies::close, "close-agencies"));
                new CountDownLatch(1).await();
            }
        } finally {
            for (HikvisionRecorder recorder : recorders) {
                recorder.close();
            }
        }
    }

    private static Map<String, Object> device(
            String name, String driver, String address, int rtspPort, Path passwordFile) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("name", name);
        one.put("driver", driver);
        one.put("address", address);
        one.put("rtspPort", rtspPort);
        one.put("username", USER);
        one.put("passwordFile", passwordFile.toString());
        one.put("area", COMMUNE);
        return one;
    }

    private static List<Stand> stands(int offset) {
        return List.of(
                new Stand(
                        RecorderSettings.of("r1", "UBND xã Tân Châu", USER).withPorts(9080 + offset, 9554 + offset),
                        COMMUNE,
                        "UBND xã Tân Châu",
                        "security",
                        "An ninh trật tự"),
                new Stand(
                        RecorderSettings.of("r2", "Bệnh viện Đa khoa Tây Ninh", USER)
                                .withPorts(9081 + offset, 9555 + offset)
                                .withChannels(16, 2, 0, 4)
                                .withChannelNames(RecorderSettings.HOSPITAL_NAMES),
                        HOSPITAL_AREA,
                        "Bệnh viện Đa khoa Tây Ninh",
                        "health",
                        "Y tế"));
    }

    private static Map<String, Object> describe(Stand stand, HikvisionRecorder recorder, Path passwordFile) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("name", stand.settings().name());
        one.put("title", stand.settings().title());
        one.put("driver", "hikvision");
        one.put("address", recorder.address());
        one.put("rtspPort", recorder.rtspPort());
        one.put("username", recorder.user());
        one.put("passwordFile", passwordFile.toString());
        one.put("area", stand.area());
        one.put("unit", stand.unit());
        one.put("sector", stand.sector());
        one.put("sectorName", stand.sectorName());
        one.put("serial", recorder.serial());
        one.put("channels", recorder.channels().size());
        return one;
    }

    private static List<String> sheets(Path dir) throws IOException {
        CommuneSheet good = CommuneSheet.make(new CommuneSheet.Order(120, 80, 0, 1, COMMUNE));
        CommuneSheet faulty = CommuneSheet.make(new CommuneSheet.Order(200, 81, 0.1, 1001, COMMUNE));
        return List.of(
                SheetCommand.write(good, dir, "camera-good", "xlsx").toString(),
                SheetCommand.write(faulty, dir, "camera-faulty", "xlsx").toString(),
                SheetCommand.write(faulty, dir, "camera-faulty", "csv").toString());
    }
}
