package vn.matluoi.sheets.internal;

import java.util.List;
import java.util.Optional;
import vn.matluoi.api.Text;
import vn.matluoi.api.intake.Finding;

/** The file as a whole cannot be taken in. */
final class SheetFault extends Exception {

    private static final long serialVersionUID = 1L;

    private final String rule;
    private final transient Text text;
    private final transient Text mend;

    /**
     * @param rule a stable word, beginning with {@code sheet.}
     * @param text what is wrong
     * @param mend what the person who made the file can do
     */
    SheetFault(String rule, Text text, Text mend) {
        super(text.en());
        this.rule = rule;
        this.text = text;
        this.mend = mend;
    }

    String rule() {
        return rule;
    }

    Finding finding() {
        return new Finding(Finding.Severity.ERROR, 0, Optional.empty(), Optional.empty(), rule, text, mend, List.of());
    }
}
