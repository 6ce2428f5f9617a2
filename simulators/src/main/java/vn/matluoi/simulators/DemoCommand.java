package vn.matluoi.simulators;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import vn.matluoi.simulators.control.ControlServer;
import vn.matluoi.simulators.control.Json;
import vn.matluoi.simulators.recorder.HikvisionRecorder;
import vn.matluoi.simulators.recorder.RecorderSettings;
import vn.matluoi.simulators.rtsp.Clip;
import vn.matluoi.simulators.sheet.CommuneSheet;

/**
 * {@code demo}: two recorders in Tây Ninh province, a commune's and a hospital's, and sheets to take in, until killed.
 * Passwords are made at the first start and kept in the directory, so that a hub that knows them still does after a
 * restart.
 */
final class DemoCommand {

    static final String USAGE = """
            demo --dir DIR [--offset 0]
            """;

    private static final String LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";
    private static final int PASSWORD_LENGTH = 16;
    private static final String USER = "admin";
    /** Xã Tân Châu. */
    private static final String COMMUNE = "25516";

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
        try {
            for (Stand stand : stands(offset)) {
                Path passwordFile = dir.resolve(stand.settings().name() + ".password");
                HikvisionRecorder recorder = new HikvisionRecorder(stand.settings(), password(passwordFile), clip);
                recorders.add(recorder);
                described.add(describe(stand, recorder, passwordFile));
            }
            try (ControlServer control = new ControlServer(9090 + offset, recorders)) {
                Map<String, Object> demo = new LinkedHashMap<>();
                demo.put("control", "http://127.0.0.1:" + control.port());
                demo.put("recorders", described);
                demo.put("sheets", sheets(dir));
                Files.writeString(dir.resolve("demo.json"), Json.write(demo) + "\n");
                for (HikvisionRecorder recorder : recorders) {
                    System.out.println("recorder " + recorder.name() + ": " + recorder.address() + "  rtsp://127.0.0.1:"
                            + recorder.rtspPort() + "/Streaming/Channels/101");
                }
                System.out.println("control: http://127.0.0.1:" + control.port());
                System.out.println("described in " + dir.resolve("demo.json"));
                new CountDownLatch(1).await();
            }
        } finally {
            for (HikvisionRecorder recorder : recorders) {
                recorder.close();
            }
        }
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
                        "25459",
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

    /** The password in the file, which is made if it is not there. */
    private static String password(Path file) throws IOException {
        if (Files.exists(file)) {
            return Files.readString(file).strip();
        }
        SecureRandom random = new SecureRandom();
        StringBuilder password = new StringBuilder();
        for (int i = 0; i < PASSWORD_LENGTH; i++) {
            password.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, password + "\n");
        return password.toString();
    }
}
