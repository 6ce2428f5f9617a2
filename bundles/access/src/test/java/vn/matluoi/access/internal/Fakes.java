package vn.matluoi.access.internal;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vn.matluoi.api.Area;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.Validity;
import vn.matluoi.api.audit.AuditEntry;
import vn.matluoi.api.audit.AuditLog;
import vn.matluoi.api.audit.AuditRecord;
import vn.matluoi.api.registry.Areas;

/** The neighbours that these tests do without: the log keeps records in a list, areas nest by their leading digits. */
final class Fakes {

    private Fakes() {}

    static final class ListedAudit implements AuditLog {

        final List<AuditRecord> records = new ArrayList<>();

        @Override
        public synchronized AuditEntry append(AuditRecord record) {
            records.add(record);
            return new AuditEntry(records.size(), Instant.EPOCH, record, "", "", "");
        }

        @Override
        public List<AuditEntry> read(long after, int limit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Verification verify() {
            throw new UnsupportedOperationException();
        }

        List<String> lines() {
            return records.stream()
                    .map(r -> r.actor() + " " + r.action() + " " + r.subject() + " " + r.outcome())
                    .toList();
        }
    }

    /** Province 80 with the communes 80001 and 80002, province 01 with 01001. */
    static final class TwoProvinces implements Areas {

        @Override
        public Optional<Area> find(AreaCode code, LocalDate day) {
            return find(code);
        }

        @Override
        public Optional<Area> find(AreaCode code) {
            return List.of("80", "80001", "80002", "01", "01001").contains(code.value())
                    ? Optional.of(new Area(
                            code,
                            code.value().length() == 2 ? Area.Level.PROVINCE : Area.Level.COMMUNE,
                            "",
                            code.value(),
                            code.value(),
                            code.value(),
                            Optional.empty(),
                            Validity.since(LocalDate.of(2025, 7, 1)),
                            List.of()))
                    : Optional.empty();
        }

        @Override
        public List<Area> history(AreaCode code) {
            return find(code).stream().toList();
        }

        @Override
        public List<Area> children(Optional<AreaCode> parent) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Area> search(String name, Optional<AreaCode> within, boolean former) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean within(AreaCode area, AreaCode ancestor) {
            return area.value().startsWith(ancestor.value());
        }
    }
}
