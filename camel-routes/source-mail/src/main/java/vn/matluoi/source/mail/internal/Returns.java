package vn.matluoi.source.mail.internal;

import vn.matluoi.api.Text;
import vn.matluoi.api.route.SheetSpool;

/** Why a mail, or a sheet in it, is not taken, in words for who looks at the imports. */
final class Returns {

    static final Text SEND_AGAIN = new Text(
            "Sửa theo lý do trên rồi gửi lại thư có đính kèm bảng tính.",
            "Mend the cause above, then send a mail with the sheet attached again.");

    static final Text NOT_SIGNED = new Text(
            "Máy chủ thư không xác nhận chữ ký DKIM của tên miền người gửi, nên thư không được nhận.",
            "The mail server did not find a good DKIM signature of the sender's domain, so the mail was not taken.");

    static final Text MAIL_UNREADABLE = new Text(
            "Máy chủ thư không đưa ra được cấu trúc của thư (thư hỏng hoặc sai chuẩn MIME), nên thư không được nhận.",
            "The mail server cannot tell what the mail is made of (it is damaged, or breaks MIME), so the mail was not taken.");

    static final Text SHEET_UNREADABLE = new Text(
            "Tệp đính kèm không đọc được: nội dung bị cắt, mã hóa sai (Content-Transfer-Encoding), hoặc máy chủ thư không đưa ra được.",
            "The attachment cannot be read: it is cut off, wrongly encoded (Content-Transfer-Encoding), or the mail server cannot hand it out.");

    static final Text TOO_MANY = new Text(
            "Thư có hơn %d bảng tính đính kèm, hoặc quá nhiều phần; chưa nhận gì.".formatted(Attachments.MOST),
            "The mail has more than %d sheets attached, or too many parts; nothing was taken."
                    .formatted(Attachments.MOST));

    static final Text NO_SHEET = new Text(
            "Thư không đính kèm bảng tính .csv hoặc .xlsx nào.", "The mail has no sheet attached, .csv or .xlsx.");

    static final Text TOO_LARGE = new Text(
            "Tệp đính kèm lớn hơn %d MiB nên không được lấy về.".formatted(SheetSpool.MOST_BYTES >> 20),
            "The attachment is larger than %d MiB and was not fetched.".formatted(SheetSpool.MOST_BYTES >> 20));

    private Returns() {}
}
