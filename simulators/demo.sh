# Licensed under the Apache License, Version 2.0. See LICENSE.
#
# Sourced by ./hub: the demo. Devices of every family that do not exist, in Tây Ninh province, and an inbox with a commune's
# sheet. The devices run outside the hub; the hub is told of them the way an integrator would tell it.

demo_ports() {
    HTTP_1=$((9080 + OFFSET)) HTTP_2=$((9081 + OFFSET)) HTTP_3=$((9082 + OFFSET)) HTTP_4=$((9083 + OFFSET))
    AGENCY_PORTS=(9085 9086 9087 9088 9089 9091 9092 9093)
    RTSP_1=$((9554 + OFFSET)) RTSP_2=$((9555 + OFFSET)) RTSP_3=$((9556 + OFFSET)) RTSP_4=$((9557 + OFFSET)) RTSP_5=$((9558 + OFFSET))
}

# before the hub starts: the simulators, and the two files by which an administrator allows what the demo needs
demo_prepare() {
    demo_ports
    mkdir -p "$DATA/demo" "$DATA/etc" "$DATA/inbox/xa-tan-chau"
    if ! alive "$(simulators_pid)"; then
        free_ports 9080 9081 9082 9083 9084 "${AGENCY_PORTS[@]}" 9554 9555 9556 9557 9558 9090
        rm -f "$DATA/demo/demo.json"
        java -Xmx192m -XX:+UseSerialGC -jar "$(simulators)" \
            demo --dir "$DATA/demo" --offset "$OFFSET" > "$DATA/demo/simulators.log" 2>&1 &
        echo $! > "$DATA/demo/simulators.pid"
    fi
    demo_allow_ports
}

# The routes by which agencies feed in and others are told, as an administrator writes them: simulators/demo/etc. A file that
# somebody has changed or removed is let be.
demo_routes() {
    local file name written=$DATA/demo/etc
    mkdir -p "$written" "$DATA/etc/soap" "$DATA/etc/keys" "$DATA/outbox"
    for _ in $(seq 1 300); do # written last, when every agency is there
        [ ! -s "$DATA/demo/demo.json" ] || break
        sleep 0.1
    done
    install -m 600 "$DATA"/demo/{phuong-tan-ninh,phuong-hoa-thanh,hop-thu}.password "$DATA/demo/so-khcn.key" "$DATA/etc/keys/"
    if [ -f "$DATA/demo/thpt-tay-ninh.pem" ]; then
        install -m 600 "$DATA"/demo/thpt-tay-ninh.{password,pem} "$DATA/etc/keys/"
    fi
    cp "$ROOT"/simulators/demo/etc/soap/*.xml "$DATA/etc/soap/"
    for file in "$ROOT"/simulators/demo/etc/*.cfg; do
        name=${file##*/}
        demo_possible "$name" || continue
        demo_on_ports < "$file" | sed -e "s|\$DATA|$DATA|" \
            -e "s|\$SFTP_KEY|$(cat "$DATA/demo/phuong-tan-ninh.fingerprint")|" \
            -e "s|\$FTPS_CERTIFICATE|$(cat "$DATA/demo/phuong-hoa-thanh.fingerprint")|" \
            -e "s|\$MAIL_CERTIFICATE|$(cat "$DATA/demo/hop-thu.fingerprint")|" > "$written/$name.new"
        if [ ! -f "$written/$name" ] || cmp -s "$written/$name" "$DATA/etc/$name"; then
            cmp -s "$written/$name.new" "$DATA/etc/$name" || cp "$written/$name.new" "$DATA/etc/$name"
            mv "$written/$name.new" "$written/$name"
        else
            rm "$written/$name.new"
        fi
    done
}

# demo_possible FILE: whether this machine has what that agency's system runs on; if not, says what is left out
demo_possible() {
    case $1 in
        *-vms-tan-chau.cfg)
            ! has /usr/sbin/mosquitto || ! has mosquitto_pub || return 0
            say "bỏ qua / left out: MQTT (apt-get install mosquitto mosquitto-clients)"
            ;;
        *-thpt-tay-ninh.cfg)
            ! has '/usr/lib/postgresql/*/bin/initdb' || return 0
            say "bỏ qua / left out: PostgreSQL (apt-get install postgresql)"
            ;;
        *) return 0 ;;
    esac
    return 1
}

# The residential block's program is given its key, once, and the hub's certificate; it waits for them.
demo_key() {
    local keys=$DATA/etc/keys key=$DATA/demo/kdc-tan-chau.key
    keytool -exportcert -rfc -alias server -keystore "$keys/tls.p12" -storepass:file "$keys/tls.password" \
        > "$DATA/demo/hub.pem" 2> "$DATA/demo/key.log" || {
        cat "$DATA/demo/key.log" >&2
        say "chưa đọc được chứng thư của trạm / the hub's certificate cannot be read: $keys/tls.p12"
        return
    }
    [ ! -s "$key" ] || return 0
    install -m 600 /dev/null "$key.new"
    "$(cat "$DATA/dist")/bin/client" "hub:key-add kdc-tan-chau --label demo" 2> "$DATA/demo/key.log" \
        | grep -o 'mls_[A-Za-z0-9_-]*' > "$key.new" || {
        cat "$DATA/demo/key.log" >&2
        rm -f "$key.new"
        say "khóa của khu dân cư chưa tạo được / the residential block's key is not made"
        return
    }
    mv "$key.new" "$key"
}

# standard input, with the demo's ports moved by OFFSET, the highest first so that none is moved twice
demo_on_ports() {
    local port moves=()
    for port in $(printf '%s\n' "${AGENCY_PORTS[@]}" | sort -rn); do
        moves+=(-e "s/\b$port\b/$((port + OFFSET))/")
    done
    sed "${moves[@]}"
}

# Loopback is denied but for named ports: names the demo's, and leaves every other line as an administrator wrote it.
demo_allow_ports() {
    local file=$DATA/etc/vn.matluoi.devices.cfg port named agencies=()
    for port in "${AGENCY_PORTS[@]}"; do
        agencies+=($((port + OFFSET)))
    done
    [ -f "$file" ] || cp "$(cat "$DATA/dist")/etc/vn.matluoi.devices.cfg" "$file"
    named=$(sed -n 's/^[[:space:]]*loopback\.ports[[:space:]]*=[[:space:]]*//p' "$file" | tail -n 1)
    for port in "$HTTP_1" "$HTTP_2" "$HTTP_3" "$HTTP_4" "${agencies[@]}" "$RTSP_1" "$RTSP_2" "$RTSP_3" "$RTSP_4" "$RTSP_5"; do
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
    demo_routes
    demo_key
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
    say "  Dữ liệu mẫu / demo: năm thiết bị mô phỏng ở Tây Ninh, có sự kiện; hệ thống của các cơ quan, mỗi kiểu một cơ quan"
    say "                      five simulated devices in Tây Ninh, with events; agencies' own systems, one of each kind"
    say "  $DATA/outbox/kho-danh-muc   thay đổi của danh mục, gửi ra bằng tệp / changes of the catalogue, sent as files"
    say "  $DATA/demo/phuong-tan-ninh/danh-muc   của một phường, gửi đến máy chủ SFTP của phường / of one ward, sent to its own SFTP server"
    say "  $DATA/inbox/xa-tan-chau   thả bảng tính vào đây / drop sheets here"
}
