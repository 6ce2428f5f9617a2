package vn.matluoi.benchmarks.faults;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.function.BooleanSupplier;
import vn.matluoi.benchmarks.forward.MqttBroker;
import vn.matluoi.simulators.postgres.PostgresServer;

/** A kind of system that feeds a hub or is told by it, beside webhooks and files, each with a server that lives through the kills. */
enum Kind {
    /** Told events. */
    KAFKA("Kafka", () -> true),
    /** Told events. */
    AMQP("AMQP", () -> true),
    /** Tells events, and is told them. */
    MQTT("MQTT", MqttBroker::isPossible),
    /** Hands in sheets, and is told events. */
    SFTP("SFTP", () -> true),
    /** Hands in sheets. */
    MAIL("thư / mail", () -> true),
    /** Is asked for a table. */
    JDBC("PostgreSQL", PostgresServer::isThere);

    private static final int FEW = 2;

    private final String label;
    private final BooleanSupplier possible;

    Kind(String label, BooleanSupplier possible) {
        this.label = label;
        this.possible = possible;
    }

    String label() {
        return label;
    }

    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @return those that are asked for, or all, or of the small form two by the seed; without what this machine has not, which is said */
    static Set<Kind> of(Fault.Trial trial) {
        List<Kind> wanted = new ArrayList<>(List.of(values()));
        String named = trial.options().text("kinds", "");
        if (!named.isEmpty()) {
            List<String> names = Arrays.asList(named.split(","));
            wanted.removeIf(kind -> !names.contains(kind.key()));
            if (wanted.size() < names.size()) {
                throw new IllegalArgumentException("--kinds: kafka, amqp, mqtt, sftp, mail, jdbc");
            }
        } else if (trial.brief()) {
            Collections.shuffle(wanted, new Random(trial.seed()));
            wanted = wanted.subList(0, FEW);
        }
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        for (Kind kind : wanted) {
            if (kind.possible.getAsBoolean()) {
                kinds.add(kind);
            } else {
                // ./hub test tells of lines that begin so
                System.out.println("bỏ qua / left out: ./hub fault forward: " + kind.label);
            }
        }
        return kinds;
    }
}
