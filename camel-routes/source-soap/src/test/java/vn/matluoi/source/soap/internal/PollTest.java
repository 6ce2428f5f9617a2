package vn.matluoi.source.soap.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.matluoi.source.soap.internal.Hospital.camera;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** What is asked, how pages follow each other, and what becomes of a run. */
class PollTest extends PolledHospital {

    @Test
    void whatIsSentIsTheFileAsItsVersionHasIt() {
        hospital.says(camera("1", "a"));
        poll("action", "urn:his:GetCameras").run();
        poll("action", "urn:his:GetCameras", "soap", "1.2").run();

        assertThat(hospital.asked.get(0).contentType()).isEqualTo("text/xml; charset=utf-8");
        assertThat(hospital.asked.get(0).action()).isEqualTo("\"urn:his:GetCameras\"");
        assertThat(hospital.asked.get(0).place()).isEqualTo("/ws/cameras");
        assertThat(hospital.asked.get(0).body()).contains("<s:Body><GetCameras xmlns=\"urn:his\"/></s:Body>");
        assertThat(hospital.asked.get(1).contentType())
                .isEqualTo("application/soap+xml; charset=utf-8; action=\"urn:his:GetCameras\"");
        assertThat(hospital.asked.get(1).action()).isNull();
    }

    @Test
    void pagesAreAskedForUntilOneIsEmpty() throws IOException {
        body("<GetCameras xmlns=\"urn:his\"><Trang>{page}</Trang></GetCameras>");
        hospital.says(
                camera("1", "a") + camera("2", "b") + "<h:Tong>3</h:Tong>", camera("3", "c"), "<h:Tong>3</h:Tong>");

        poll("page.first", "0").run();

        assertThat(catalogue.lists).singleElement().satisfies(list -> assertThat(list)
                .extracting(each -> each.get("MaCamera"))
                .containsExactly("1", "2", "3"));
        assertThat(hospital.asked)
                .extracting(asked -> asked.body().replaceAll(".*<Trang>|</Trang>.*", ""))
                .containsExactly("0", "1", "2");
    }

    @Test
    void theNextPageIsAskedByWhatTheAnswerSaysAndThatIsNoMarkup() throws IOException {
        body("<GetCameras xmlns=\"urn:his\"><Tu>{next}</Tu></GetCameras>");
        hospital.says(
                camera("1", "a") + "<h:Tiep>&lt;/Tu&gt;&amp;\"x</h:Tiep>",
                camera("2", "b") + "<h:Tiep xsi:nil=\"1\"/>");

        poll("next", "Body/GetCamerasResponse/Tiep").run();

        assertThat(catalogue.lists).singleElement().satisfies(list -> assertThat(list)
                .hasSize(2));
        assertThat(hospital.asked.get(0).body()).contains("<Tu></Tu>");
        assertThat(hospital.asked.get(1).body()).contains("<Tu>&lt;/Tu&gt;&amp;&quot;x</Tu>");
    }

    @Test
    void pagesThatGoRoundInCirclesEnd() throws IOException {
        body("<GetCameras xmlns=\"urn:his\"><Tu>{next}</Tu></GetCameras>");
        hospital.says(camera("1", "a") + "<h:Tiep>x</h:Tiep>", camera("2", "b") + "<h:Tiep>x</h:Tiep>");
        refuses("soap.endless", "next", "Body/GetCamerasResponse/Tiep");

        body("<GetCameras xmlns=\"urn:his\"><Trang>{page}</Trang></GetCameras>");
        hospital.says(camera("1", "a"));
        refuses("soap.endless");
    }

    @Test
    void pagesWithoutEndEnd() throws IOException {
        body("<GetCameras xmlns=\"urn:his\"><Trang>{page}</Trang></GetCameras>");
        for (var n = 0; n <= PagedList.MOST_PAGES; n++) {
            hospital.says(camera(String.valueOf(n), "a"));
        }
        var poll = poll();
        poll.run();
        assertThat(poll.problem().orElseThrow().en()).contains("more than 1000");
        assertThat(catalogue.lists).isEmpty();
        assertThat(hospital.asked).hasSize(PagedList.MOST_PAGES);
    }

    @Test
    void ofAListThatBreaksOffNothingIsTaken() throws IOException {
        body("<GetCameras xmlns=\"urn:his\"><Trang>{page}</Trang></GetCameras>");
        hospital.says(camera("1", "a"));
        hospital.says(500, "text/plain", "sorry");
        refuses("soap.status");

        hospital.says(camera("1", "a"));
        var half = Hospital.page(camera("2", "b"));
        hospital.says(200, "text/xml", half.substring(0, half.length() - 60));
        refuses("soap.no-envelope");

        hospital.says(camera("1", "a"));
        hospital.says(200, "text/xml", 5000, out -> out.write("<soap".getBytes()));
        refuses("soap.unreachable");
    }

    @Test
    void aPageThatFailsIsAskedForOnceMoreAndTheFirstIsNot() throws IOException {
        body("<GetCameras xmlns=\"urn:his\"><Trang>{page}</Trang></GetCameras>");
        hospital.says(camera("1", "a"));
        hospital.says(500, "text/plain", "sorry");
        hospital.says(camera("2", "b"), "");
        var poll = poll();
        poll.run();
        assertThat(catalogue.lists).singleElement().satisfies(list -> assertThat(list)
                .hasSize(2));
        assertThat(poll.problem()).isEmpty();
        assertThat(hospital.asked.get(1).body()).isEqualTo(hospital.asked.get(2).body());
        assertThat(hospital.asked.get(3).body()).contains("<Trang>3</Trang>");

        catalogue.lists.clear();
        hospital.forgets();
        hospital.says(500, "text/plain", "sorry");
        hospital.says(camera("1", "a"), "");
        refuses("soap.status");
    }

    @Test
    void aLaterPageThatHoldsSomethingElseDoesNotEndTheList() throws IOException {
        body("<GetCameras xmlns=\"urn:his\"><Trang>{page}</Trang></GetCameras>");
        hospital.says(camera("1", "a") + "<h:Tong>1</h:Tong>", "<h:Error>busy</h:Error>");
        refuses("soap.no-list");
        hospital.says(camera("1", "a"), "busy");
        refuses("soap.no-list");
        hospital.says("busy");
        refuses("soap.no-list", "items", "Body/GetCamerasResponse/Cameras/Camera");
    }

    @Test
    void pagesThatComeTooSlowlyAreGivenUp() throws IOException {
        body("<GetCameras xmlns=\"urn:his\"><Trang>{page}</Trang></GetCameras>");
        hospital.says(camera("1", "a"), camera("2", "b"), camera("3", "c"));
        step = PagedList.LONGEST.toNanos();
        refuses("soap.too-slow");
    }

    @Test
    void anEmptyListIsNotTakenForAllBeingGone() {
        hospital.says("");
        refuses("agency.empty", "complete", "true");
        hospital.says("<h:Cameras/>");
        refuses("agency.empty", "complete", "true", "items", "Body/GetCamerasResponse/Cameras/Camera");
        hospital.says("");
        refuses("agency.empty", "complete", "true", "items", "Body/GetCamerasResponse/Cameras/Camera");
    }

    @Test
    void whoDoesNotAnswerIsUnreachable() {
        hospital.close();
        refuses("soap.unreachable");
    }

    @Test
    void aFileThatIsGoneIsNamed() throws IOException {
        Files.delete(etc.resolve("soap/get-cameras.xml"));
        refuses("soap.body-file");
    }
}
