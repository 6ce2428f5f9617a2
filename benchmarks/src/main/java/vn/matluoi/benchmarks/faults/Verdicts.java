package vn.matluoi.benchmarks.faults;

import java.util.Map;
import vn.matluoi.benchmarks.Report;
import vn.matluoi.benchmarks.ledger.Verdict;

/** A ledger's verdict in a report. */
final class Verdicts {

    private static final Map<String, String> LABELS = Map.ofEntries(
            Map.entry("attempted", "việc đã gửi / attempted"),
            Map.entry("ok", "được nhận / ok"),
            Map.entry("fail", "bị từ chối / fail"),
            Map.entry("unknown", "chưa rõ / unknown"),
            Map.entry("stored", "có trong trạm / stored"),
            Map.entry("delivered", "camera có trong luồng thay đổi / delivered"),
            Map.entry("dup_wire", "gửi lại / sent again"),
            Map.entry("dup_effective", "ghi trùng / doubled"),
            Map.entry("lost", "mất / lost"),
            Map.entry("phantom", "thừa / phantom"),
            Map.entry("half", "ghi dở / half applied"),
            Map.entry("altered", "sai nội dung / altered"),
            Map.entry("disordered", "sai thứ tự / out of order"),
            Map.entry("unresolved", "gửi lại vẫn không rõ / unresolved"),
            Map.entry("unaudited", "thiếu trong nhật ký kiểm toán / unaudited"),
            Map.entry("feed_broken", "luồng thay đổi hở / gaps in the change feed"),
            Map.entry("chain_broken", "chuỗi kiểm toán đứt / audit chain broken"),
            Map.entry("dead_letter", "chờ người xử lý / dead letters"));

    private Verdicts() {}

    /** In Vietnamese, then in English. */
    static String label(String name) {
        return LABELS.get(name);
    }

    /** What must be 0 must be; the rest is told. */
    static Report.Case figures(Report.Case one, Verdict verdict) {
        verdict.figures().forEach((name, value) -> {
            if (Verdict.FAULTS.contains(name)) {
                one.must(name, LABELS.get(name), value, 0);
            } else {
                one.figure(name, LABELS.get(name), value);
            }
        });
        return one;
    }
}
