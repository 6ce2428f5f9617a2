package vn.matluoi.shell.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.health.HealthCheck;
import vn.matluoi.api.health.Readiness;

/**
 * {@code hub:health}: what /health/ready says. Where the API is away, which knows what must be there, it asks the parts
 * there are: who types this looks for what is broken.
 */
@Service
@Command(
        scope = "hub",
        name = "health",
        description = "Hỏi từng phần của hệ thống có hoạt động không / Asks every part of the hub whether it works")
public final class Health extends HubCommand {

    private static final Logger LOG = LoggerFactory.getLogger(Health.class);
    private static final HealthCheck.Result NO_API = HealthCheck.Result.down(new Text(
            "API HTTPS không chạy; phần nào phải có mà thiếu thì không hiện ở đây.",
            "The HTTPS API does not run; a part that must be there and is missing does not show here."));
    private static final HealthCheck.Result SILENT =
            HealthCheck.Result.down(new Text("Không trả lời trong hai giây.", "It did not answer within two seconds."));
    private static final HealthCheck.Result FAILED = HealthCheck.Result.down(
            new Text("Phép kiểm tra gặp lỗi; xem nhật ký hệ thống.", "The check itself failed; see the hub's log."));

    @Reference(optional = true)
    Readiness readiness;

    @Reference(optional = true)
    List<HealthCheck> checks;

    @Override
    void run(Caller caller) {
        access().require(caller, Action.METRICS_READ);
        var answer = readiness == null ? askedHere() : readiness.ask();
        var table = new Table("check", "healthy", "detail");
        answer.checks().forEach(check -> table.row(check.name(), check.healthy(), check.detail()));
        show(table);
        if (!answer.ready()) {
            throw new HubException(
                    HubException.Reason.UNAVAILABLE,
                    "hub.unhealthy",
                    new Text("có phần chưa hoạt động", "some part does not work"));
        }
    }

    private Readiness.Answer askedHere() {
        var asked = new TreeMap<String, CompletableFuture<HealthCheck.Result>>();
        checks.forEach(check -> asked.put(
                check.name(),
                CompletableFuture.supplyAsync(check::check)
                        .completeOnTimeout(SILENT, 2, TimeUnit.SECONDS)
                        .exceptionally(failure -> {
                            LOG.warn("The health check {} failed", check.name(), failure.getCause());
                            return FAILED;
                        })));
        asked.put("rest", CompletableFuture.completedFuture(NO_API));
        var found = new ArrayList<Readiness.Check>();
        asked.forEach((name, result) -> {
            var measured = result.join();
            found.add(new Readiness.Check(name, measured.healthy(), measured.detail()));
        });
        return new Readiness.Answer(false, found);
    }
}
