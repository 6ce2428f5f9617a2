package vn.matluoi.source.soap.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.matluoi.source.soap.internal.Hospital.camera;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What one answer says, and that none can do harm. */
class AnswerTest extends PolledHospital {

    @Test
    void eachElementIsARecordOfWhatStandsInIt() {
        hospital.says(
                """
                <h:Camera id="7"><h:MaCamera>BV-1</h:MaCamera><h:ViTri h:he="WGS84"><h:Lat>11.3</h:Lat><h:Lng>106.1</h:Lng></h:ViTri>
                <h:The>a</h:The><h:The>b</h:The><h:GhiChu xsi:nil="true"/><h:HangSanXuat></h:HangSanXuat></h:Camera>
                <h:Camera id="8"><h:MaCamera>BV-2 &amp; BV-3</h:MaCamera></h:Camera>""");

        poll("columns", "Vĩ độ = ViTri/Lat; Số = @id").run();

        var first = new HashMap<String, String>();
        first.put("Vĩ độ", "11.3");
        first.put("Số", "7");
        first.put("MaCamera", "BV-1");
        first.put("ViTri.@he", "WGS84");
        first.put("ViTri.Lng", "106.1");
        first.put("The", "a; b");
        first.put("GhiChu", null);
        first.put("HangSanXuat", "");
        assertThat(catalogue.lists).containsExactly(List.of(first, Map.of("Số", "8", "MaCamera", "BV-2 & BV-3")));
        assertThat(catalogue.orders).singleElement().satisfies(order -> {
            assertThat(order.source().value()).isEqualTo("bv");
            assertThat(order.by()).isEqualTo("route:his");
        });
    }

    @Test
    void aFaultIsToldInItsOwnWords() {
        hospital.says(
                500,
                "text/xml",
                """
                <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault><faultcode>s:Server</faultcode>\
                <faultstring>Hết hạn giấy phép</faultstring></s:Fault></s:Body></s:Envelope>""");
        var poll = poll();
        poll.run();
        assertThat(poll.problem().orElseThrow().vi()).contains("Hết hạn giấy phép", "trang 1");
        assertThat(catalogue.refusals).singleElement().satisfies(f -> assertThat(f.rule())
                .isEqualTo("soap.fault"));
    }

    @Test
    void whatIsNoMessageIsNoList() {
        hospital.says(200, "text/html", "<html><body>Đăng nhập</body></html>");
        refuses("soap.no-envelope");
        hospital.says(200, "application/json", "{\"data\": []}");
        refuses("soap.no-envelope");
        hospital.says(200, "text/xml", "");
        refuses("soap.no-envelope");
    }

    @Test
    void anotherShapeIsNoList() {
        hospital.says("<h:Result><h:Camera/></h:Result>");
        refuses("soap.no-list");
        hospital.says(camera("1", "a"));
        refuses("soap.no-list", "items", "Body/ListCamerasResponse/Camera");
        hospital.says(camera("1", "a"));
        refuses("soap.no-list", "items", "Body/GetCamerasResponse/Cameras/Camera");
    }

    @Test
    void aBombIsNotExpanded() {
        var bomb = new StringBuilder("<!DOCTYPE x [<!ENTITY a0 \"ha\">");
        for (var n = 1; n < 30; n++) {
            bomb.append("<!ENTITY a%d \"&a%d;&a%d;\">".formatted(n, n - 1, n - 1));
        }
        hospital.says(200, "text/xml", bomb + "]>" + Hospital.page(camera("&a29;", "a")));
        refuses("soap.no-envelope");
        hospital.says("<a>".repeat(50_000));
        refuses("soap.no-envelope");
        hospital.says("<h:Camera/>".repeat(30_000));
        refuses("soap.no-envelope");
    }

    @Test
    void anAnswerThatDoesNotEndIsGivenUp() {
        var block = " ".repeat(1 << 16).getBytes();
        hospital.says(200, "text/xml", 0, out -> {
            for (var n = 0; n < 1 << 14; n++) { // a gibibyte, if anybody took it
                out.write(block);
            }
        });
        refuses("soap.unreachable");
    }

    @Test
    void membersThatWouldFillTheMemoryAreRefused() {
        var many = new StringBuilder();
        for (var n = 0; n < 300; n++) {
            many.append("<h:a%d/>".formatted(n));
        }
        hospital.says("<h:Camera>" + many + "</h:Camera>");
        refuses("agency.too-much");
        hospital.says("<h:Camera><h:" + "x".repeat(300) + "/></h:Camera>");
        refuses("agency.too-much");
    }

    @Test
    void theSameCameraTwiceIsHandedInTwiceForTheCatalogueToSay() {
        hospital.says(camera("1", "a") + camera("1", "b"));
        poll().run();
        assertThat(catalogue.lists).singleElement().satisfies(list -> assertThat(list)
                .hasSize(2));
    }

    @Test
    void aServerWhoseClockStandsIn1970IsAskedAsAnyOther() {
        hospital.says(
                "<h:Camera><h:NgayLap>1970-01-01</h:NgayLap></h:Camera>"); // its answers say so in their Date, too
        poll().run();
        assertThat(catalogue.lists).containsExactly(List.of(Map.of("NgayLap", "1970-01-01")));
    }
}
