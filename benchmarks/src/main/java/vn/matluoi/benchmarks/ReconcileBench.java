package vn.matluoi.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import vn.matluoi.simulators.sheet.Commune;

/**
 * How long complete lists of all cameras take when few of them changed, and whether only these are written. A list has 50,000
 * rows at most, so that more cameras come in several, each from a source of its own.
 */
final class ReconcileBench {

    private static final int BAR_SECONDS = 60;
    private static final String HEADINGS =
            "Mã camera,Tên camera,Địa chỉ lắp đặt,Mã xã,Lĩnh vực,Vĩ độ,Kinh độ,Độ cao lắp đặt (m),"
                    + "Hướng quan sát (độ),Hãng sản xuất,Model,Số serial,Phiên bản phần mềm,Độ phân giải,Số khung hình/giây,Quay quét,"
                    + "Thu âm,Ngày lắp đặt,Phương thức cập nhật,Tần suất cập nhật,Đơn vị sử dụng,Số ngày lưu,Ghi chú\n";

    private final Report report;
    private final Machine process;
    private final Hub admin;

    ReconcileBench(Report report, Machine process, Hub admin) {
        this.report = report;
        this.process = process;
        this.admin = admin;
    }

    /**
     * @param every one camera in so many changes
     * @param strict whether the project's bar is meant: it holds for its number of cameras only
     */
    void run(int cameras, int every, boolean strict) throws IOException {
        List<Integer> lists = new ArrayList<>();
        for (int there = 0; there < cameras; there += Catalogue.MOST_ROWS) {
            admin.send(
                    "POST",
                    "/api/v1/sources",
                    Map.of("id", "reconcile-" + there, "name", "Bảng kê " + there, "area", "80"));
            lists.add(there);
        }
        measure("fill", cameras, lists, Integer.MAX_VALUE, 0, false);
        report.last().must("created", "thêm mới đủ / all created", size() == cameras);
        long changed = lists.stream()
                .mapToLong(there -> (rows(cameras, there) + every - 1) / every)
                .sum();
        long written = measure("changed", cameras, lists, every, 1, strict);
        report.last()
                .figure("changed", "camera thay đổi / cameras changed", changed)
                .figure("written", "thay đổi được ghi / changes written", written)
                .must("only", "chỉ ghi thay đổi / only changes written", written == changed);
        long again = measure("unchanged", cameras, lists, every, 1, strict);
        report.last().must("only", "chỉ ghi thay đổi / only changes written", again == 0);
    }

    /** @return how many changes the feed has more than before */
    private long measure(String name, int cameras, List<Integer> lists, int every, int round, boolean strict)
            throws IOException {
        List<byte[]> sheets = new ArrayList<>();
        for (int there : lists) {
            sheets.add(sheet(there, rows(cameras, there), every, round));
        }
        long before = last();
        Report.Case one = report.begin(name);
        double cpu = process.cpuSeconds();
        long begin = System.nanoTime();
        int unexpected = 0;
        for (int i = 0; i < sheets.size(); i++) {
            Hub.Reply reply = admin.body(
                    "/api/v1/imports?profile=commune&complete=true&source=reconcile-" + lists.get(i),
                    "text/csv",
                    sheets.get(i));
            if (reply.status() != 201) {
                throw new IOException("the list was not taken: " + new String(reply.content(), StandardCharsets.UTF_8));
            }
            JsonNode counts = reply.json().get("counts");
            unexpected += counts.get("rejected").asInt()
                    + counts.get("doubtful").asInt()
                    + counts.get("missing").asInt();
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        String label = "thời gian, s / seconds";
        if (strict && !name.equals("fill")) {
            one.atMost("seconds", label, seconds, BAR_SECONDS);
        } else {
            one.figure("seconds", label, seconds);
        }
        one.process(process, process.cpuSeconds() - cpu)
                .figure("cameras", "số camera / cameras", cameras)
                .must("unexpected", "trả lại, ngờ, mất / returned, doubtful, missing", unexpected, 0)
                .end();
        return last() - before;
    }

    private static int rows(int cameras, int there) {
        return Math.min(Catalogue.MOST_ROWS, cameras - there);
    }

    private long last() throws IOException {
        return admin.get("/api/v1/changes?limit=1").get("last").asLong();
    }

    private int size() throws IOException {
        return admin.get("/api/v1/cameras?limit=1").get("total").asInt();
    }

    private static byte[] sheet(int there, int rows, int every, int round) throws IOException {
        List<Commune> communes = Commune.ofTayNinh();
        StringBuilder text = new StringBuilder(HEADINGS);
        for (int i = 0; i < rows; i++) {
            int number = there + i;
            String note = i % every == 0 && round > 0 ? "Kiểm tra lần " + round : "Tốt";
            text.append(String.format(
                    Locale.ROOT,
                    "RC-%06d,Ngã tư số %d,Số %d đường Nguyễn Đình Chiểu,%s,Giao thông,%.6f,%.6f,6,%d,Hikvision,DS-2CD2143G2-I,"
                            + "DS2CD%07dRC,V5.7.3,1920x1080,25,Không,Không,17/05/2024,Bảng tính,Hằng tháng,Công an phường,30,%s%n",
                    number,
                    number,
                    number,
                    communes.get(number % communes.size()).code(),
                    11.0 + number % 1000 * 0.0003,
                    105.9 + number / 1000 * 0.0007,
                    number % 360,
                    number,
                    note));
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
