package vn.matluoi.simulators;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import vn.matluoi.simulators.agency.DatabaseAgency;
import vn.matluoi.simulators.agency.FtpsAgency;
import vn.matluoi.simulators.agency.MailServer;
import vn.matluoi.simulators.agency.MqttAgency;
import vn.matluoi.simulators.agency.RestAgency;
import vn.matluoi.simulators.agency.SftpAgency;
import vn.matluoi.simulators.agency.SoapAgency;
import vn.matluoi.simulators.agency.WebhookReceiver;
import vn.matluoi.simulators.agency.WebhookSender;
import vn.matluoi.simulators.recorder.RecorderSettings;
import vn.matluoi.simulators.sheet.CommuneSheet;
import vn.matluoi.simulators.sheet.SheetFiles;
import vn.matluoi.simulators.tls.PemCertificate;

/**
 * The systems of the demo's agencies: a health centre's REST list and a hospital's SOAP service, slow and now and then at fault, a ward's SFTP server and another's FTPS
 * server with a sheet, a mailbox to which a third has sent one, a video system with an MQTT broker and a school's PostgreSQL where this
 * machine has them, a residential block that delivers by itself, and a department that is told events. Secrets are made at the first
 * start, each in a file of the demo's directory.
 */
final class DemoAgencies implements AutoCloseable {

    /** Phường Tân Ninh. */
    private static final String AREA = "25459";

    /** Xã Tân Châu. */
    private static final String DISTRICT_AREA = "25516";

    private static final int PAGE = 5;

    /** Of the two that are asked page by page: each answer takes so long, and every so many-th is 500. */
    private static final int SLOW_MILLIS = 300;

    private static final int FAILS_EVERY = 7;
    private static final String WARD = "phuong-tan-ninh";

    /** Phường Hoà Thành. */
    private static final String FTPS_AREA = "25645";

    private static final String FTPS_WARD = "phuong-hoa-thanh";

    /** Phường Long Hoa. */
    private static final String MAIL_AREA = "25630";

    private static final String MAILBOX = "hop-thu";
    private static final String MAIL_ACCOUNT = "camera@tinh.example.vn";
    private static final String MAIL_SENDER = "van-thu@phuong-long-hoa.example.vn";
    private static final String SCHOOL = "thpt-tay-ninh";
    private static final List<String> SCHOOL_NAMES = List.of(
            "Cổng trường",
            "Sân trường",
            "Nhà xe học sinh",
            "Hành lang dãy A",
            "Hành lang dãy B",
            "Thư viện",
            "Nhà thi đấu");
    private static final String BLOCK = "kdc-tan-chau";
    private static final List<String> BLOCK_NAMES = List.of(
            "Cổng khu dân cư", "Đường nội bộ số 1", "Đường nội bộ số 2", "Nhà sinh hoạt cộng đồng", "Bãi xe chung");
    private static final Duration ATTEMPTS = Duration.ofSeconds(2);
    private static final Duration BLOCK_EVENTS = Duration.ofSeconds(20);

    private final Map<String, Object> described = new LinkedHashMap<>();
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    DemoAgencies(Path dir, int offset) throws IOException {
        try {
            RestAgency rest = kept(new RestAgency(
                    9085 + offset, RestAgency.cameras(AREA, 82, 5001, RecorderSettings.HOSPITAL_NAMES), PAGE));
            rest.slow(SLOW_MILLIS);
            rest.failEvery(FAILS_EVERY);
            described.put("rest", rest.address());
            SoapAgency soap = kept(new SoapAgency(
                    9086 + offset,
                    RestAgency.cameras(AREA, 83, 5101, RecorderSettings.HOSPITAL_NAMES.subList(0, 7)),
                    PAGE));
            soap.slow(SLOW_MILLIS);
            soap.failEvery(FAILS_EVERY);
            described.put("soap", soap.address());
            described.put("sftp", ward(dir, offset));
            described.put("ftps", wardByFtps(dir, offset));
            described.put("mail", mailbox(dir, offset));
            WebhookReceiver receiver = kept(new WebhookReceiver(
                    9088 + offset, Secrets.key(dir.resolve("so-khcn.key")), dir.resolve("received.jsonl")));
            described.put("webhook", receiver.address());
            if (MqttAgency.isPossible()) {
                MqttAgency district = kept(new MqttAgency(
                        dir.resolve("mqtt"),
                        9089 + offset,
                        RestAgency.cameras(DISTRICT_AREA, 85, 5201, RecorderSettings.HOSPITAL_NAMES.subList(0, 4))));
                described.put("mqtt", district.address());
            }
            if (DatabaseAgency.isPossible()) {
                DatabaseAgency school = kept(new DatabaseAgency(
                        dir.resolve(SCHOOL),
                        9091 + offset,
                        PemCertificate.kept(dir, SCHOOL),
                        Secrets.password(dir.resolve(SCHOOL + ".password")),
                        RestAgency.cameras(AREA, 86, 5301, SCHOOL_NAMES)));
                described.put("database", school.address());
            }
            // its key is made by the hub's administrator and laid down there, when the hub runs
            WebhookSender block = kept(new WebhookSender(
                    URI.create("https://127.0.0.1:" + (8443 + offset)),
                    dir.resolve(BLOCK + ".key"),
                    dir.resolve("hub.pem"),
                    BLOCK,
                    WebhookSender.cameras(DISTRICT_AREA, 87, 5401, BLOCK_NAMES)));
            block.begin(ATTEMPTS, BLOCK_EVENTS);
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private String ward(Path dir, int offset) throws IOException {
        Files.createDirectories(dir.resolve(WARD).resolve("danh-muc")); // what it is told
        sheet(dir.resolve(WARD).resolve("camera"), new CommuneSheet.Order(30, 84, 0, 6001, AREA));
        SftpAgency ward = kept(new SftpAgency(
                9087 + offset,
                dir.resolve(WARD + ".hostkey"),
                dir.resolve(WARD),
                WARD,
                Secrets.password(dir.resolve(WARD + ".password"))));
        Files.writeString(dir.resolve(WARD + ".fingerprint"), ward.fingerprint() + "\n");
        return "sftp://127.0.0.1:" + ward.port();
    }

    private String wardByFtps(Path dir, int offset) throws IOException {
        sheet(dir.resolve(FTPS_WARD).resolve("camera"), new CommuneSheet.Order(20, 88, 0, 6101, FTPS_AREA));
        FtpsAgency ward = kept(new FtpsAgency(
                9092 + offset,
                certificate(dir, FTPS_WARD),
                dir.resolve(FTPS_WARD),
                FTPS_WARD,
                Secrets.password(dir.resolve(FTPS_WARD + ".password"))));
        return "ftps://127.0.0.1:" + ward.port();
    }

    private String mailbox(Path dir, int offset) throws IOException {
        Path sheet = sheet(dir.resolve(MAILBOX), new CommuneSheet.Order(12, 89, 0, 6201, MAIL_AREA));
        MailServer server = kept(new MailServer(
                9093 + offset,
                certificate(dir, MAILBOX),
                MAIL_ACCOUNT,
                Secrets.password(dir.resolve(MAILBOX + ".password"))));
        server.deliver(MAIL_SENDER, sheet);
        return "imaps://127.0.0.1:" + server.port();
    }

    private static Path sheet(Path folder, CommuneSheet.Order order) throws IOException {
        Path sheet = Files.createDirectories(folder).resolve("camera-phuong.xlsx");
        SheetFiles.writeXlsx(CommuneSheet.make(order), sheet);
        return sheet;
    }

    private static PemCertificate certificate(Path dir, String name) throws IOException {
        PemCertificate kept = PemCertificate.kept(dir, name);
        Files.writeString(dir.resolve(name + ".fingerprint"), kept.fingerprint() + "\n");
        return kept;
    }

    private <T extends AutoCloseable> T kept(T one) {
        open.push(one);
        return one;
    }

    /** Kind to address. */
    Map<String, Object> described() {
        return described;
    }

    /** Lines for people. */
    List<String> lines() {
        return described.entrySet().stream()
                .map(agency -> agency.getKey() + ": " + agency.getValue())
                .toList();
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) { // declared by AutoCloseable; the others are closed all the same
                System.err.println(e);
            }
        }
    }
}
