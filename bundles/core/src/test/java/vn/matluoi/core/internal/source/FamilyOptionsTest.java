package vn.matluoi.core.internal.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.SettingsMigrator;
import vn.matluoi.api.registry.SourceStore.StoredSource;
import vn.matluoi.core.internal.supervise.Hub;
import vn.matluoi.core.internal.testing.PlainVault;

/** Stored options when a plug-in gives them other names. */
class FamilyOptionsTest {

    /** As one that renamed {@code port} to {@code sdk.port}, and cannot say what became of {@code odd}. */
    private static final SettingsMigrator RENAMES = (options, from, to) -> {
        if (options.containsKey("odd")) {
            throw new SettingsMigrator.CannotMigrate(new Text("hãy bỏ tùy chọn odd", "drop the option odd"));
        }
        var renamed = new HashMap<>(options);
        Optional.ofNullable(renamed.remove("port")).ifPresent(port -> renamed.put("sdk.port", port));
        return renamed;
    };

    private final Hub hub = new Hub(new PlainVault());
    private final FamilyOptions options = new FamilyOptions(
            (BundleContext) Proxy.newProxyInstance(
                    getClass().getClassLoader(),
                    new Class<?>[] {BundleContext.class},
                    (self, method, arguments) -> null),
            hub.supervision);

    @BeforeEach
    void enterSources() {
        hub.enter("nvr-1", "right", Map.of("port", "8000"));
        hub.enter("nvr-2", "right", Map.of("watch.seconds", "30"));
        hub.enter("other", "nvr-3", "right", Map.of("port", "1"));
    }

    private Map<String, String> of(String source) {
        return hub.stored(source).settings().options();
    }

    @Test
    void areCarriedOverForThatFamilyAloneAndTakenBack() {
        var changes = options.carryOver(RENAMES, "fake", "1.0.0", "2.0.0", "an");
        assertThat(of("nvr-1")).isEqualTo(Map.of("sdk.port", "8000"));
        assertThat(of("nvr-3")).isEqualTo(Map.of("port", "1"));
        assertThat(changes.before()).containsOnlyKeys("nvr-1");

        options.takeBack(changes, "an");
        assertThat(of("nvr-1")).isEqualTo(Map.of("port", "8000"));
    }

    @Test
    void oneSourceThatNeedsAPersonKeepsAllAsTheyWere() {
        hub.enter("nvr-9", "right", Map.of("odd", "1"));
        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> options.carryOver(RENAMES, "fake", "1.0.0", "2.0.0", "an"))
                .satisfies(refusal -> {
                    assertThat(refusal.rule()).isEqualTo("driver.options");
                    assertThat(refusal.text().vi()).contains("nvr-9", "hãy bỏ tùy chọn odd");
                });
        assertThat(of("nvr-1")).isEqualTo(Map.of("port", "8000"));
    }

    @Test
    void aSourceThatAFileOwnsIsForAPersonToChange() {
        var stored = hub.stored("nvr-1");
        hub.store.put(
                new StoredSource(
                        stored.settings(),
                        stored.sealedSecret(),
                        Optional.of("vn.matluoi.source-nvr-1.cfg"),
                        stored.pinnedIdentity(),
                        stored.pinnedCertificate(),
                        stored.blocked()),
                "test");
        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> options.carryOver(RENAMES, "fake", "1.0.0", "2.0.0", "an"))
                .satisfies(refusal ->
                        assertThat(refusal.text().en()).contains("etc/vn.matluoi.source-nvr-1.cfg", "sdk.port"));
    }

    @Test
    void aMigratorThatThrowsIsItsAuthorsFault() {
        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> options.carryOver(
                        (settings, from, to) -> {
                            throw new IllegalStateException("bug");
                        },
                        "fake",
                        "1.0.0",
                        "2.0.0",
                        "an"))
                .satisfies(refusal -> assertThat(refusal.text().en()).contains("bug", "tell its author"));
    }
}
