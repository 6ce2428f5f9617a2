package vn.matluoi.source.rest.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.HubException;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;

/** How pages follow each other, and what becomes of a run. */
class PollTest extends PolledAgency {

    @Test
    void pagesAreAskedForUntilOneIsEmpty() {
        agency.says("/api/cameras?page=0", "{\"data\": [{\"name\": \"1\"}, {\"name\": \"2\"}]}");
        agency.says("/api/cameras?page=1", "{\"data\": [{\"name\": \"3\"}]}");
        agency.says("/api/cameras?page=2", "{\"data\": []}");

        poll(Map.of("page", "page", "page.first", "0", "items", "/data")).run();

        assertThat(catalogue.lists).containsExactly("[{name=1}, {name=2}, {name=3}]");
    }

    @Test
    void theNextPageIsWhereTheAnswerSays() {
        agency.says("/api/cameras", "{\"items\": [{\"name\": \"1\"}], \"next\": \"cameras?cursor=x\"}");
        agency.says("/api/cameras?cursor=x", "{\"items\": [{\"name\": \"2\"}], \"next\": null}");

        poll(Map.of("next", "/next", "items", "/items")).run();

        assertThat(catalogue.lists).containsExactly("[{name=1}, {name=2}]");
    }

    @Test
    void aNextPageOnAnotherServerIsNotFollowed() {
        try (var other = new Agency()) {
            agency.says(
                    "/api/cameras", "{\"items\": [{\"name\": \"1\"}], \"next\": \"" + other.address() + "/cameras\"}");

            var poll = poll(Map.of("next", "/next", "items", "/items"));
            poll.run();

            assertThat(other.asked()).isEmpty();
            fails(poll, "rest.elsewhere");
        }
    }

    @Test
    void pagesThatGoRoundInCirclesEnd() {
        agency.says("/api/cameras", "{\"items\": [{\"name\": \"1\"}], \"next\": \"/api/cameras\"}");
        var byLink = poll(Map.of("next", "/next", "items", "/items"));
        byLink.run();
        fails(byLink, "rest.endless");
        assertThat(agency.asked()).hasSize(1);
    }

    @Test
    void aPageNumberThatIsIgnoredEnds() {
        for (var page = 1; page < 4; page++) {
            agency.says("/api/cameras?p=" + page, "[{\"name\": \"1\"}]");
        }
        var byNumber = poll(Map.of("page", "p"));
        byNumber.run();
        fails(byNumber, "rest.endless");
        assertThat(agency.asked()).hasSize(2);
    }

    @Test
    void ofAListThatBreaksOffNothingIsTaken() {
        agency.says("/api/cameras?page=1", "[{\"name\": \"1\"}]");
        agency.says("/api/cameras?page=2", 500, "text/plain", "sorry");

        var poll = poll(Map.of("page", "page"));
        poll.run();

        fails(poll, "rest.status");
        assertThat(agency.asked()).as("once more, no oftener").hasSize(3);
    }

    @Test
    void aPageThatFailsIsAskedForOnceMore() {
        agency.says("/api/cameras?page=1", "[{\"name\": \"1\"}]");
        agency.failsOnce("/api/cameras?page=2");
        agency.says("/api/cameras?page=2", "[{\"name\": \"2\"}]");
        agency.says("/api/cameras?page=3", "[]");
        var poll = poll(Map.of("page", "page"));
        poll.run();
        assertThat(catalogue.lists).containsExactly("[{name=1}, {name=2}]");
        assertThat(poll.problem()).isEmpty();
    }

    @Test
    void aListThatFailsFromTheBeginningIsLeftForTheNextRun() {
        agency.failsOnce("/api/cameras?page=1");
        agency.says("/api/cameras?page=1", "[{\"name\": \"1\"}]");
        var poll = poll(Map.of("page", "page"));
        poll.run();
        fails(poll, "rest.status");
        assertThat(agency.asked()).hasSize(1);
    }

    @Test
    void whoDoesNotAnswerIsUnreachable() {
        var poll = poll(Map.of());
        agency.close(); // who calls now is refused
        poll.run();
        fails(poll, "rest.unreachable");
        assertThat(poll.problem().orElseThrow().vi()).contains("127.0.0.1");
    }

    @Test
    void pagesWithoutEndEnd() {
        agency.saysElsewhere("[{\"name\": \"%s\"}]"::formatted);
        var byNumber = poll(Map.of("page", "p"));
        byNumber.run();
        fails(byNumber, "rest.endless");
        assertThat(agency.asked()).hasSize(PagedList.MOST_PAGES);
    }

    @Test
    void pagesThatComeTooSlowlyAreGivenUp() {
        agency.says("/api/cameras?page=1", "[{\"name\": \"1\"}]");
        agency.says("/api/cameras?page=2", "[{\"name\": \"2\"}]");
        step = PagedList.LONGEST.toNanos();
        var poll = poll(Map.of("page", "page"));
        poll.run();
        fails(poll, "rest.too-slow");
    }

    @Test
    void aRouteThatIsGoneBringsNothing() {
        agency.says("/api/cameras", "[{\"name\": \"1\"}]");
        var poll = poll(Map.of());
        poll.end();
        poll.run();
        assertThat(catalogue.lists).isEmpty();
        assertThat(catalogue.statements).isEmpty();
    }

    @Test
    void aNextPageThatIsNoTextIsNotTakenForTheEnd() {
        agency.says("/api/cameras", "{\"items\": [{\"name\": \"1\"}], \"next\": {\"href\": \"/api/cameras?p=2\"}}");
        var poll = poll(Map.of("next", "/next", "items", "/items"));
        poll.run();
        fails(poll, "rest.next");
    }

    @Test
    void aNextPageMayBeItsQueryAlone() {
        agency.says("/api/cameras", "{\"items\": [{\"name\": \"1\"}], \"next\": \"?p=2\"}");
        agency.says("/api/cameras?p=2", "{\"items\": [{\"name\": \"2\"}]}");
        poll(Map.of("next", "/next", "items", "/items")).run();
        assertThat(catalogue.lists).containsExactly("[{name=1}, {name=2}]");
    }

    @Test
    void aListOfWhichRowsWereReturnedIsHandedInAgain() {
        agency.says("/api/cameras", "[{\"name\": \"1\"}]");
        catalogue.rejected = 1;
        var poll = poll(Map.of());
        poll.run();
        assertThat(poll.problem().orElseThrow().vi()).contains("1 trên 1", "trả lại");

        catalogue.rejected = 0;
        poll.run();
        poll.run();
        assertThat(catalogue.lists).hasSize(2);
        assertThat(poll.problem()).isEmpty();
    }

    @Test
    void whatTheCatalogueWillNotTakeIsSaid() {
        agency.says("/api/cameras", "[{\"name\": \"1\"}]");
        catalogue.away = new HubException(HubException.Reason.INVALID, "unit.unknown", Text.same("no such unit"));
        var poll = poll(Map.of());
        poll.run();
        assertThat(poll.problem()).contains(Text.same("no such unit"));
    }

    @Test
    void aRouteThatNamesADevicesSourceBringsNothing() {
        agency.says("/api/cameras", "[{\"name\": \"1\"}]");
        var poll = poll(Map.of(), Catalogue.devices());
        poll.run();
        assertThat(catalogue.lists).isEmpty();
        assertThat(agency.asked()).isEmpty();
        assertThat(poll.problem().orElseThrow().en()).contains("vms-huyen is a device", "hikvision");
    }

    @Test
    void theSameCauseInOtherWordsIsKeptOnce() {
        var poll = poll(Map.of());
        for (var type : new String[] {"text/html", "text/plain", "image/png"}) {
            agency.says("/api/cameras", 200, type, "<html>");
            poll.run();
            assertThat(poll.problem().orElseThrow().en()).contains(type);
        }
        assertThat(catalogue.statements).hasSize(1);
    }

    @Test
    void anEmptyListIsNotTakenForAllBeingGone() {
        agency.says("/api/cameras", "[]");
        var poll = poll(Map.of("complete", "true"));
        poll.run();
        fails(poll, "agency.empty");
    }

    @Test
    void theSameAnswerIsNotTakenInAgain() {
        agency.says("/api/cameras", "[{\"name\": \"1\"}]");
        var poll = poll(Map.of());
        poll.run();
        poll.run();
        assertThat(catalogue.lists).hasSize(1);

        agency.says("/api/cameras", "[{\"name\": \"2\"}]");
        poll.run();
        agency.says("/api/cameras", "[{\"name\": \"1\"}]");
        poll.run();
        assertThat(catalogue.lists).hasSize(3);
    }

    @Test
    void whatIsNotTakenIsKeptOnceAndForgottenWhenItIsMended() {
        var poll = poll(Map.of());
        poll.run();
        poll.run();
        fails(poll, "rest.status");

        agency.says("/api/cameras", "[{\"name\": \"1\"}]");
        poll.run();
        assertThat(poll.problem()).isEmpty();
        assertThat(catalogue.lists).hasSize(1);
    }

    @Test
    void whatTheHubCannotTakeNowIsTakenAtTheNextRun() {
        agency.says("/api/cameras", "[{\"name\": \"1\"}]");
        catalogue.away = new HubException(
                HubException.Reason.UNAVAILABLE, "database.unavailable", Text.same("the database is away"));
        var poll = poll(Map.of());
        assertThatThrownBy(poll::run).isSameAs(catalogue.away);

        catalogue.away = null;
        poll.run();
        assertThat(catalogue.lists).hasSize(1);
    }

    @Test
    void whoIsAskedForALogInAndHasNoneIsToldWhatToSet() {
        agency.says("/api/cameras", 401, "text/plain", "");
        var poll = poll(Map.of());
        poll.run();
        fails(poll, "rest.credentials");
        assertThat(poll.problem().orElseThrow().en())
                .isEqualTo("the system asks for a log-in; set username and secret.file");
    }

    @Test
    void aWrongPasswordIsTriedOnceUntilAPersonStartsTheRouteAnew() throws Exception {
        Files.writeString(keys.resolve("vms"), "not-it\n");
        agency.says("/api/cameras", 401, "text/plain", "");
        var poll = poll(Map.of("username", "hub", "secret.file", "vms"));
        poll.run();
        fails(poll, "rest.credentials");
        assertThat(poll.problem().orElseThrow().en()).contains("secret.file", "Basic", "hub:route-start");
        var asked = agency.asked().size();

        HTTP.retryCredentials(new SourceId("vms-huyen")); // as after a quarter of an hour
        poll.run();
        assertThat(agency.asked()).hasSize(asked);

        poll(Map.of("username", "hub", "secret.file", "vms")).run();
        assertThat(agency.asked()).hasSizeGreaterThan(asked);
    }
}
