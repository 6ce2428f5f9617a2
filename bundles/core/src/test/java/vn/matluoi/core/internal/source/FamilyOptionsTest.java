package vn.matluoi.core.internal.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

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
import vn.matluoi.core.internal.driver.OptionChanges;
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

    private OptionChanges asked() {
        return options.ask(RENAMES, "fake", "1.0.0", "2.0.0");
    }

    private HubException refusedToStore(OptionChanges changes) {
        return catchThrowableOfType(HubException.class, () -> options.store(changes, "an"));
    }

    @Test
    void aSourceThatCannotBeStoredKeepsAllAsTheyWere() {
        hub.enter("nvr-5", "right", Map.of("port", "554"));
        var changes = asked();
        hub.store.refused = "nvr-5";
        assertThat(refusedToStore(changes)).hasNoSuppressedExceptions();
        assertThat(of("nvr-1")).isEqualTo(Map.of("port", "8000"));
        assertThat(of("nvr-5")).isEqualTo(Map.of("port", "554"));
    }

    @Test
    void aDatabaseThatGoesHalfWayIsToldOfAndTheRestIsTakenBackLater() {
        hub.enter("nvr-5", "right", Map.of("port", "554"));
        var changes = asked();
        hub.store.lastWrite = true;
        var refusal = refusedToStore(changes);
        assertThat(refusal.rule()).isEqualTo("database.away");
        assertThat(refusal.getSuppressed()).hasSize(1);

        hub.store.lastWrite = false;
        hub.store.away = false;
        assertThat(of("nvr-1")).isEqualTo(Map.of("sdk.port", "8000"));
        options.takeBack(changes, "an");
        options.takeBack(changes, "an");
        assertThat(of("nvr-1")).isEqualTo(Map.of("port", "8000"));
        assertThat(of("nvr-5")).isEqualTo(Map.of("port", "554"));
    }

    @Test
    void whatAPersonSavedMeanwhileIsNotOverwritten() {
        hub.enter("nvr-5", "right", Map.of("port", "554"));
        var changes = asked();
        hub.enter("nvr-5", "right", Map.of("port", "8554"));
        var refusal = refusedToStore(changes);
        assertThat(refusal.rule()).isEqualTo("driver.options");
        assertThat(refusal.text().vi()).contains("nvr-5", "hãy nâng cấp lại");
        assertThat(of("nvr-5")).isEqualTo(Map.of("port", "8554"));
        assertThat(of("nvr-1")).isEqualTo(Map.of("port", "8000"));
    }

    @Test
    void areCarriedOverForThatFamilyAloneAndTakenBack() {
        var changes = asked();
        assertThat(of("nvr-1")).as("only asked").isEqualTo(Map.of("port", "8000"));
        options.store(changes, "an");
        assertThat(of("nvr-1")).isEqualTo(Map.of("sdk.port", "8000"));
        assertThat(of("nvr-3")).isEqualTo(Map.of("port", "1"));
        assertThat(changes.before()).containsOnlyKeys("nvr-1");

        options.takeBack(changes, "an");
        assertThat(of("nvr-1")).isEqualTo(Map.of("port", "8000"));
    }

    @Test
    void oneSourceThatNeedsAPersonKeepsAllAsTheyWere() {
        hub.enter("nvr-9", "right", Map.of("odd", "1"));
        assertThatExceptionOfType(HubException.class).isThrownBy(() -> asked()).satisfies(refusal -> {
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
        assertThatExceptionOfType(HubException.class).isThrownBy(() -> asked()).satisfies(refusal -> assertThat(
                        refusal.text().en())
                .contains("etc/vn.matluoi.source-nvr-1.cfg", "sdk.port"));
    }

    @Test
    void aMigratorThatThrowsIsItsAuthorsFault() {
        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> options.ask(
                        (settings, from, to) -> {
                            throw new IllegalStateException("bug");
                        },
                        "fake",
                        "1.0.0",
                        "2.0.0"))
                .satisfies(refusal -> assertThat(refusal.text().en()).contains("bug", "tell its author"));
    }
}
