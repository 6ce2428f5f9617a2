# Licensed under the Apache License, Version 2.0. See LICENSE.
#
# Sourced by ./hub: the demo. Devices of every family that do not exist, in Tây Ninh province, and an inbox with a commune's
# sheet. The devices run outside the hub; the hub is told of them the way an integrator would tell it.

demo_ports() {
    HTTP_1=$((9080 + OFFSET)) HTTP_2=$((9081 + OFFSET)) HTTP_3=$((9082 + OFFSET)) HTTP_4=$((9083 + OFFSET))
    AGENCY=$((9085 + OFFSET)) HOSPITAL=$((9086 + OFFSET))
    RTSP_1=$((9554 + OFFSET)) RTSP_2=$((9555 + OFFSET)) RTSP_3=$((9556 + OFFSET)) RTSP_4=$((9557 + OFFSET)) RTSP_5=$((9558 + OFFSET))
}

# before the hub starts: the simulators, and the two files by which an administrator allows what the demo needs
demo_prepare() {
    demo_ports
    mkdir -p "$DATA/demo" "$DATA/etc" "$DATA/inbox/xa-tan-chau"
    if ! alive "$(simulators_pid)"; then
        free_ports 9080 9081 9082 9083 9084 9085 9086 9554 9555 9556 9557 9558 9090
        java -Xmx192m -XX:+UseSerialGC -jar "$(simulators)" \
            demo --dir "$DATA/demo" --offset "$OFFSET" > "$DATA/demo/simulators.log" 2>&1 &
        echo $! > "$DATA/demo/simulators.pid"
    fi
    demo_allow_ports
    if [ ! -f "$DATA/etc/vn.matluoi.route-xa-tan-chau.cfg" ]; then
        cat > "$DATA/etc/vn.matluoi.route-xa-tan-chau.cfg" <<CFG
# A folder into which the commune drops its sheets (CSV or XLSX).
template = source-file
folder = $DATA/inbox/xa-tan-chau
source = xa-tan-chau
name = UBND xã Tân Châu (bảng tính)
area = 25516
sector = security
profile = commune
CFG
    fi
    if ! grep -qs "127.0.0.1:$AGENCY/" "$DATA/etc/vn.matluoi.route-ttyt-tan-ninh.cfg"; then
        cat > "$DATA/etc/vn.matluoi.route-ttyt-tan-ninh.cfg" <<CFG
# A health centre's own system, which lists its cameras as JSON, page by page.
template = source-rest
url = http://127.0.0.1:$AGENCY/api/cameras
items = /data
page = page
columns = Vĩ độ = /vi_tri/lat; Kinh độ = /vi_tri/lng
source = ttyt-tan-ninh
name = Trung tâm Y tế Tân Ninh (REST)
area = 25459
sector = health
profile = hospital
every.seconds = 300
CFG
    fi
    if ! grep -qs "127.0.0.1:$HOSPITAL/" "$DATA/etc/vn.matluoi.route-bv-tan-ninh.cfg"; then
        mkdir -p "$DATA/etc/soap"
        cat > "$DATA/etc/soap/bv-tan-ninh.xml" <<XML
<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/">
  <s:Body><GetCameras xmlns="urn:benh-vien:camera"><Page>{page}</Page></GetCameras></s:Body>
</s:Envelope>
XML
        cat > "$DATA/etc/vn.matluoi.route-bv-tan-ninh.cfg" <<CFG
# A hospital's own system, which lists its cameras by SOAP, page by page.
template = source-soap
url = http://127.0.0.1:$HOSPITAL/ws/cameras
body.file = bv-tan-ninh.xml
items = Body/GetCamerasResponse/Camera
columns = Vĩ độ = vi_tri/lat; Kinh độ = vi_tri/lng
source = bv-tan-ninh
name = Bệnh viện Tân Ninh (SOAP)
area = 25459
sector = health
profile = hospital
every.seconds = 300
CFG
    fi
}

# Loopback is denied but for named ports: names the demo's, and leaves every other line as an administrator wrote it.
demo_allow_ports() {
    local file=$DATA/etc/vn.matluoi.devices.cfg port named
    [ -f "$file" ] || cp "$(cat "$DATA/dist")/etc/vn.matluoi.devices.cfg" "$file"
    named=$(sed -n 's/^[[:space:]]*loopback\.ports[[:space:]]*=[[:space:]]*//p' "$file" | tail -n 1)
    for port in "$HTTP_1" "$HTTP_2" "$HTTP_3" "$HTTP_4" "$AGENCY" "$HOSPITAL" "$RTSP_1" "$RTSP_2" "$RTSP_3" "$RTSP_4" "$RTSP_5"; do
        [[ ", $named," == *[,\ ]"$port",* ]] || named="${named:+$named, }$port"
    done
    if grep -q '^[[:space:]]*loopback\.ports' "$file"; then
        sed -i "s/^[[:space:]]*loopback\.ports.*/loopback.ports = $named/" "$file"
    else
        printf 'loopback.ports = %s\n' "$named" >> "$file"
    fi
}

# once the hub is ready: name the units, connect the recorders, drop the first sheet
demo_connect() {
    demo_units
    demo_drivers
    demo_device nvr-xa-tan-chau 'Đầu ghi UBND xã Tân Châu' hikvision "http://127.0.0.1:$HTTP_1" "$RTSP_1" r1 25516 security
    demo_device nvr-bv-tay-ninh 'Đầu ghi Bệnh viện Đa khoa Tây Ninh' hikvision "http://127.0.0.1:$HTTP_2" "$RTSP_2" r2 25459 health
    demo_device nvr-thcs-tan-chau 'Đầu ghi Trường THCS Tân Châu' dahua "http://127.0.0.1:$HTTP_3" "$RTSP_3" d1 25516 education
    demo_device nvr-cho-tan-chau 'Đầu ghi chợ Tân Châu' onvif "http://127.0.0.1:$HTTP_4" "$RTSP_4" o1 25516 security
    demo_device cam-cong-cho 'Camera cổng chợ' rtsp "rtsp://127.0.0.1:$RTSP_5/Streaming/Channels/101" "$RTSP_5" c1 25516 security
    if [ ! -f "$DATA/demo/sheet-dropped" ] && [ -f "$DATA/demo/camera-faulty.xlsx" ]; then
        cp "$DATA/demo/camera-faulty.xlsx" "$DATA/inbox/xa-tan-chau/.danh-sach-camera.xlsx"
        mv "$DATA/inbox/xa-tan-chau/.danh-sach-camera.xlsx" "$DATA/inbox/xa-tan-chau/danh-sach-camera.xlsx"
        touch "$DATA/demo/sheet-dropped"
    fi
}

# the units that the sheet speaks of; once, from then on they are the administrator's
demo_units() {
    local unit code area put=
    [ ! -f "$DATA/demo/units-added" ] || return 0
    for unit in 'ubnd-xa-tan-chau 25516 Ủy ban nhân dân xã Tân Châu' 'ca-xa-tan-chau 25516 Công an xã Tân Châu' \
        'tyt-xa-tan-chau 25516 Trạm Y tế xã Tân Châu' 'thcs-xa-tan-chau 25516 Trường THCS xã Tân Châu'; do
        code=${unit%% *} unit=${unit#* }
        area=${unit%% *} unit=${unit#* }
        put+="hub:unit-put --name '$unit' --area $area $code; "
    done
    if "$(cat "$DATA/dist")/bin/client" "${put%; }" > "$DATA/demo/units.log" 2>&1; then
        touch "$DATA/demo/units-added"
    else
        cat "$DATA/demo/units.log" >&2
        say "các đơn vị của bảng mẫu chưa thêm được / the units of the demo's sheet are not added"
    fi
}

# hikvision is there as shipped; the others come the way an integrator brings them
demo_drivers() {
    local family
    [ ! -f "$DATA/demo/drivers-installed" ] || return 0
    for family in dahua onvif rtsp; do
        "$(cat "$DATA/dist")/bin/client" "hub:driver-install $family" > "$DATA/demo/driver-$family.log" 2>&1 || {
            cat "$DATA/demo/driver-$family.log" >&2
            say "trình điều khiển $family chưa cài được / the driver $family is not installed"
            return
        }
    done
    touch "$DATA/demo/drivers-installed"
}

# ID NAME DRIVER ADDRESS RTSP-PORT SIMULATOR AREA SECTOR
demo_device() {
    local dist verb=add
    dist=$(cat "$DATA/dist")
    if "$dist/bin/client" "hub:source-info $1" > "$DATA/demo/$1.log" 2>&1; then
        # there from an earlier run; with another --offset its ports have moved
        grep -qF "$4" "$DATA/demo/$1.log" && return
        verb=update
    fi
    "$dist/bin/client" "hub:source-$verb --name '$2' --driver $3 --address $4 --username admin \
--secret-file '$DATA/demo/$6.password' --area $7 --sector $8 --option rtsp.port=$5 $1" > "$DATA/demo/$1.log" 2>&1 || {
        cat "$DATA/demo/$1.log" >&2
        say "thiết bị mô phỏng $1 chưa nối được / the simulated device $1 is not connected"
    }
}

demo_greet() {
    say ""
    say "  Dữ liệu mẫu / demo: năm thiết bị mô phỏng ở Tây Ninh, có sự kiện, và hệ thống của một trung tâm y tế"
    say "                      five simulated devices in Tây Ninh, with events, and a health centre's own system"
    say "  $DATA/inbox/xa-tan-chau   thả bảng tính vào đây / drop sheets here"
}
