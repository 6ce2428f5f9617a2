package vn.matluoi.soap.internal;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.FieldError;
import vn.matluoi.api.Moments;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.http.XmlElement;

/**
 * An element of a message as the contract has it: its children are read by name, and what the contract does not know is refused, as is
 * what stands there twice.
 *
 * @param path where it stands, for people: {@code SubmitCameras/Camera[3]}
 */
record Given(XmlElement element, String path) {

    static Given message(XmlElement element) {
        return new Given(element, element.name());
    }

    /** @param names of the children it may have; those of {@link #list} among them */
    Given knows(String... names) {
        var known = Arrays.asList(names);
        for (var child : element.children()) {
            if (!known.contains(child.name())) {
                throw wrong(
                        child.name(),
                        "soap.element",
                        new Text(
                                "Hợp đồng không có phần tử này ở đây; các phần tử: " + String.join(", ", known) + ".",
                                "The contract has no such element here; it has: " + String.join(", ", known) + "."));
            }
        }
        if (!element.text().isEmpty()) {
            throw wrong(
                    "",
                    "soap.text",
                    new Text("Không để chữ giữa các phần tử.", "There must be no text between the elements."));
        }
        return this;
    }

    /** It holds nothing but text. */
    Given knowsText() {
        if (!element.children().isEmpty()) {
            throw wrong(
                    element.children().get(0).name(),
                    "soap.text",
                    new Text("Phần tử này chỉ chứa chữ.", "This element holds nothing but text."));
        }
        return this;
    }

    Optional<String> text(String name, int most) {
        var found = element.children(name);
        if (found.size() > 1) {
            throw wrong(
                    name,
                    "soap.twice",
                    new Text("Phần tử này chỉ được ghi một lần.", "This element must stand here once."));
        }
        if (found.isEmpty()) {
            return Optional.empty();
        }
        var child = new Given(found.get(0), path + "/" + name).knowsText().element();
        if (child.text().length() > most) {
            throw tooLong(name, most);
        }
        return Optional.of(child.text()).filter(text -> !text.isEmpty());
    }

    HubException tooLong(String name, int most) {
        return wrong(
                name,
                "soap.length",
                new Text("Dài hơn " + most + " ký tự.", "It is longer than " + most + " characters."));
    }

    String need(String name, int most) {
        return text(name, most)
                .orElseThrow(
                        () -> wrong(name, "soap.missing", new Text("Thiếu hoặc để trống.", "It is missing or empty.")));
    }

    /** @return false if it is not there */
    boolean yes(String name) {
        return flag(name).orElse(false);
    }

    Optional<Boolean> flag(String name) {
        return text(name, 20).map(word -> switch (word) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default ->
                throw wrong(name, "soap.boolean", new Text("Phải là true hoặc false.", "It must be true or false."));
        });
    }

    /** @return the moment, as {@link Moments} reads it */
    Optional<Instant> moment(String name) {
        return text(name, 40).map(word -> Moments.read(word).orElseThrow(() -> noMoment(name)));
    }

    private HubException noMoment(String name) {
        return wrong(
                name,
                "soap.time",
                new Text(
                        "Phải là thời điểm có múi giờ, từ năm 1970 đến 9998, ví dụ 2026-11-29T07:00:00+07:00.",
                        "It must be a moment with a time zone, from 1970 to 9998, for example 2026-11-29T07:00:00+07:00."));
    }

    SourceId source(String name) {
        var word = need(name, 60);
        try {
            return new SourceId(word);
        } catch (IllegalArgumentException unreadable) {
            throw wrong(
                    name,
                    "source.id",
                    new Text(
                            "Mã nguồn gồm 1–60 chữ thường không dấu, số và dấu gạch nối.",
                            "A source id has 1 to 60 lower-case letters without accents, digits and hyphens."));
        }
    }

    /** @return the children of that name, from one to {@code most} */
    List<Given> list(String name, int most) {
        var found = element.children(name);
        if (found.isEmpty() || found.size() > most) {
            throw wrong(
                    name,
                    "soap.count",
                    new Text(
                            "Cần từ 1 đến " + most + " phần tử, ở đây có " + found.size() + ".",
                            "There must be 1 to " + most + " of them, here are " + found.size() + "."));
        }
        return IntStream.range(0, found.size())
                .mapToObj(n -> new Given(found.get(n), path + "/" + name + "[" + (n + 1) + "]"))
                .toList();
    }

    /** @param name of the child at fault; empty for this element itself */
    HubException wrong(String name, String rule, Text why) {
        var where = name.isEmpty() ? path : path + "/" + name;
        return new HubException(
                HubException.Reason.INVALID,
                rule,
                new Text(where + ": " + why.vi(), where + ": " + why.en()),
                List.of(new FieldError(where, rule, why)));
    }
}
