--liquibase formatted sql

-- The provincial catalogue. Runs unchanged on Derby 10.16 and PostgreSQL 15.
-- Every instant (a column ending in _at, or called since or proof) is a bigint: milliseconds since 1970-01-01T00:00:00Z.

--property name:text value:clob dbms:derby
--property name:text value:text dbms:postgresql

--changeset registry:counters
create table registry_counters (
    name varchar(30) not null,
    last_value bigint not null,
    constraint registry_counters_pk primary key (name)
);
insert into registry_counters (name, last_value) values ('change', 0);
insert into registry_counters (name, last_value) values ('import', 0);
create table registry_seeds (
    name varchar(30) not null,
    hash varchar(64) not null,
    constraint registry_seeds_pk primary key (name)
);

--changeset registry:areas
create table areas (
    code varchar(5) not null,
    valid_from date not null,
    valid_to date,
    area_level varchar(8) not null,
    kind varchar(20) not null,
    name varchar(100) not null,
    full_name_en varchar(150) not null,
    parent varchar(5),
    search_key varchar(150) not null,
    constraint areas_pk primary key (code, valid_from)
);
create table area_successors (
    code varchar(5) not null,
    valid_from date not null,
    successor varchar(5) not null,
    constraint area_successors_pk primary key (code, valid_from, successor)
);
-- units in force: each area with itself and all that stand above it
create table area_closure (
    area varchar(5) not null,
    ancestor varchar(5) not null,
    constraint area_closure_pk primary key (ancestor, area)
);
create index area_closure_area on area_closure (area);

--changeset registry:units
create table units (
    code varchar(60) not null,
    name varchar(300) not null,
    search_key varchar(300) not null,
    area varchar(5) not null,
    parent varchar(60),
    valid_from date not null,
    valid_to date,
    constraint units_pk primary key (code)
);
create index units_search on units (search_key, code);
create table sectors (
    code varchar(40) not null,
    name_vi varchar(100) not null,
    name_en varchar(100) not null,
    place integer not null,
    constraint sectors_pk primary key (code)
);
insert into sectors (code, name_vi, name_en, place) values
    ('security', 'An ninh trật tự', 'Security and public order', 1),
    ('traffic', 'Giao thông', 'Traffic', 2),
    ('public-administration', 'Hành chính công (một cửa)', 'Public administration (one-stop offices)', 3),
    ('health', 'Y tế', 'Health', 4),
    ('education', 'Giáo dục', 'Education', 5),
    ('environment', 'Môi trường (điểm tập kết rác)', 'Environment (waste-collection sites)', 6),
    ('residential', 'Khu dân cư', 'Residential areas', 7),
    ('household', 'Hộ gia đình tự nguyện', 'Households that consented', 8);

--changeset registry:sources
create table sources (
    id varchar(60) not null,
    name varchar(200) not null,
    driver varchar(60),
    address varchar(500),
    username varchar(200),
    area varchar(5) not null,
    unit varchar(60),
    sector varchar(40),
    options ${text} not null,
    suspended boolean not null,
    sealed_secret varchar(4000),
    owner_file varchar(200),
    pinned_identity varchar(200),
    pinned_certificate varchar(200),
    blocked varchar(200),
    removed boolean not null,
    created_at bigint not null,
    updated_at bigint not null,
    -- who last said which area, unit and sector its cameras belong to, and when
    placed_by varchar(200) not null,
    placed_at bigint not null,
    constraint sources_pk primary key (id)
);

--changeset registry:cameras
create table camera_numbers (
    province varchar(2) not null,
    last_number integer not null,
    constraint camera_numbers_pk primary key (province)
);
create table cameras (
    id varchar(12) not null,
    area varchar(5) not null,
    source varchar(60) not null,
    channel varchar(64),
    state_kind varchar(10) not null,
    state_cause varchar(60),
    state_since bigint not null,
    state_proof bigint,
    created_at bigint not null,
    updated_at bigint not null,
    sort_key varchar(60) not null,
    search_text varchar(1200) not null,
    name varchar(300),
    code varchar(100),
    address varchar(500),
    area_name varchar(200),
    unit varchar(60),
    sector varchar(40),
    latitude varchar(40),
    longitude varchar(40),
    coordinate_system varchar(40),
    height varchar(40),
    azimuth varchar(40),
    purpose varchar(200),
    manufacturer varchar(200),
    model varchar(200),
    serial varchar(200),
    firmware varchar(200),
    mac varchar(200),
    codec varchar(40),
    resolution varchar(40),
    frame_rate varchar(40),
    ptz varchar(5),
    audio varchar(5),
    installed_on varchar(10),
    update_method varchar(500),
    update_frequency varchar(500),
    using_units varchar(1000),
    retention_days varchar(40),
    professional varchar(5),
    consent varchar(500),
    note varchar(2000),
    constraint cameras_pk primary key (id)
);
create index cameras_sort on cameras (sort_key, id);
create index cameras_area on cameras (area, sort_key, id);
create index cameras_source on cameras (source, sort_key, id);
create index cameras_unit on cameras (unit, sort_key, id);
create index cameras_sector on cameras (sector, sort_key, id);
create index cameras_state on cameras (state_kind, sort_key, id);

--changeset registry:stated
-- what one source says of one camera now, in one layer. said: JSON, field key to {v: normalised, r: as written, t: when, b: by}
create table stated (
    camera varchar(12) not null,
    layer varchar(8) not null,
    source varchar(60) not null,
    said ${text} not null,
    name_key varchar(300) not null,
    address_key varchar(500) not null,
    latitude varchar(40),
    longitude varchar(40),
    said_at bigint not null,
    missing_at bigint,
    constraint stated_pk primary key (camera, layer, source)
);
create index stated_source on stated (source, layer, camera);
create index stated_name on stated (source, name_key);
-- what was said before and is no longer: nothing is lost
create table stated_history (
    camera varchar(12) not null,
    layer varchar(8) not null,
    source varchar(60) not null,
    field varchar(30) not null,
    stated_value varchar(2000) not null,
    raw varchar(2000) not null,
    said_at bigint not null,
    said_by varchar(200) not null,
    ended_at bigint not null,
    ended_by varchar(200) not null,
    import_id bigint not null
);
create index stated_history_camera on stated_history (camera, field);
-- kind: channel and code identify within their source; serial is evidence across sources
create table evidence (
    kind varchar(8) not null,
    content varchar(200) not null,
    source varchar(60) not null,
    camera varchar(12) not null,
    constraint evidence_pk primary key (content, kind, source, camera)
);
create index evidence_camera on evidence (camera);

--changeset registry:changes
create table changes (
    seq bigint not null,
    changed_at bigint not null,
    kind varchar(30) not null,
    subject varchar(60) not null,
    area varchar(5) not null,
    fields ${text} not null,
    changed_by varchar(200) not null,
    import_id bigint not null,
    constraint changes_pk primary key (seq)
);
create index changes_area on changes (area, seq);
create index changes_subject on changes (subject, seq);

--changeset registry:imports
create table imports (
    id bigint not null,
    source varchar(60) not null,
    area varchar(5) not null,
    delivery_key varchar(80) not null,
    fingerprint varchar(64) not null,
    label varchar(300) not null,
    layer varchar(8) not null,
    said_by varchar(200) not null,
    said_at bigint not null,
    complete boolean not null,
    taken_at bigint not null,
    row_count integer not null,
    created integer not null,
    updated integer not null,
    unchanged integer not null,
    rejected integer not null,
    doubtful integer not null,
    missing integer not null,
    findings ${text} not null,
    constraint imports_pk primary key (id),
    constraint imports_delivery unique (source, delivery_key)
);
create index imports_area on imports (area, id);
create index imports_source on imports (source, id);
create table import_rows (
    import_id bigint not null,
    place integer not null,
    row_no integer not null,
    outcome varchar(10) not null,
    camera varchar(12),
    raw ${text} not null,
    findings ${text} not null,
    constraint import_rows_pk primary key (import_id, place)
);
-- doubtful rows wait here for a person
create table matches (
    import_id bigint not null,
    place integer not null,
    candidate varchar(12) not null,
    reason varchar(40) not null,
    decided_at bigint,
    decided_by varchar(200),
    constraint matches_pk primary key (import_id, place, candidate)
);
create index matches_candidate on matches (candidate);

--changeset registry:pending-secret
-- the secret a device was about to be given, until it has shown which one holds
alter table sources add column pending_secret varchar(4000);

--changeset registry:camera-rules
-- what the rules on secrets, consents, siting, certificates and channels ask of a camera
alter table cameras add column state_secret varchar(5);
alter table cameras add column decision varchar(500);
alter table cameras add column private_camera varchar(5);
alter table cameras add column owner varchar(300);
alter table cameras add column public_view varchar(5);
alter table cameras add column place_kind varchar(40);
alter table cameras add column siting_consent varchar(500);
alter table cameras add column overlap_agreement varchar(500);
alter table cameras add column certificate_of_origin varchar(500);
alter table cameras add column certificate_of_quality varchar(500);
alter table cameras add column network varchar(40);
alter table cameras add column legal_basis varchar(500);
alter table cameras add column investment varchar(40);

--changeset registry:waiting
-- complete statements that would mark too many cameras missing wait, word for word, for a person
alter table imports add column standing varchar(10) default 'APPLIED' not null;
create index imports_standing on imports (standing, id);
create table waiting_statements (
    import_id bigint not null,
    statement ${text} not null,
    constraint waiting_statements_pk primary key (import_id)
);
create table waiting_items (
    import_id bigint not null,
    place integer not null,
    item ${text} not null,
    constraint waiting_items_pk primary key (import_id, place)
);

--changeset registry:blocked-models
-- devices of which the authorities warned; a blank word fits any, one that ends in an asterisk what begins with it
create table blocked_models (
    id varchar(60) not null,
    manufacturer varchar(200) not null,
    model varchar(200) not null,
    firmware varchar(200) not null,
    warning varchar(500) not null,
    since bigint not null,
    constraint blocked_models_pk primary key (id)
);

--changeset registry:learned-headings
-- what a person once said a heading of one source means
create table learned_headings (
    source varchar(60) not null,
    heading_key varchar(200) not null,
    heading varchar(200) not null,
    field varchar(30) not null,
    learned_by varchar(200) not null,
    learned_at bigint not null,
    constraint learned_headings_pk primary key (source, heading_key)
);

--changeset registry:identity
-- part: the id under which a source speaks of the camera, where that was a camera of its own before a merge; else empty
alter table stated drop constraint stated_pk;
alter table stated add column part varchar(12) default '' not null;
alter table stated add constraint stated_pk primary key (camera, layer, source, part);
alter table evidence drop constraint evidence_pk;
alter table evidence add column part varchar(12) default '' not null;
alter table evidence add constraint evidence_pk primary key (content, kind, source, camera, part);
drop table matches;
-- ids that cameras had before they were merged into another: reads by them answer that other one, for ever
create table camera_aliases (
    alias varchar(12) not null,
    camera varchar(12) not null,
    source varchar(60) not null,
    channel varchar(64),
    created_at bigint not null,
    constraint camera_aliases_pk primary key (alias)
);
create index camera_aliases_camera on camera_aliases (camera);
-- "same camera?": subject is "row HASH" (a row that waits, in statement and item) or "camera ID"
create table identity_questions (
    id bigint not null,
    subject varchar(60) not null,
    candidate varchar(12) not null,
    standing varchar(10) not null,
    source varchar(60) not null,
    area varchar(5) not null,
    score integer not null,
    reason varchar(40) not null,
    signs ${text} not null,
    signs_key varchar(64) not null,
    import_id bigint not null,
    row_no integer not null,
    statement ${text},
    item ${text},
    answer varchar(12),
    asked_at bigint not null,
    decided_at bigint,
    decided_by varchar(200),
    constraint identity_questions_pk primary key (id),
    constraint identity_questions_once unique (subject, candidate)
);
create index identity_questions_standing on identity_questions (standing, id);
create index identity_questions_source on identity_questions (source, standing);
create index identity_questions_candidate on identity_questions (candidate);
-- merges and splits, so that the last can be undone; state is what undoing needs
create table identity_steps (
    id bigint not null,
    kind varchar(10) not null,
    camera varchar(12) not null,
    other varchar(12) not null,
    source varchar(60),
    done_at bigint not null,
    done_by varchar(200) not null,
    state ${text} not null,
    undone_at bigint,
    undone_by varchar(200),
    constraint identity_steps_pk primary key (id)
);
create index identity_steps_camera on identity_steps (camera, id);
create index identity_steps_other on identity_steps (other, id);
insert into registry_counters (name, last_value) values ('question', 0);
insert into registry_counters (name, last_value) values ('step', 0);

--changeset registry:truth
-- fields of which different things are said, by comma; only cameras that have any
create table camera_conflicts (
    camera varchar(12) not null,
    fields varchar(2000) not null,
    constraint camera_conflicts_pk primary key (camera)
);
-- which lines of completeness/fields.csv are known of the camera, a character each
alter table cameras add column known varchar(60) default '' not null;
update cameras set known = case when name is null then '0' else '1' end || case when address is null then '0' else '1' end
    || case when latitude is null then '0' else '1' end || case when longitude is null then '0' else '1' end
    || case when unit is null then '0' else '1' end || case when sector is null then '0' else '1' end
    || case when azimuth is null then '0' else '1' end || case when height is null then '0' else '1' end
    || case when purpose is null then '0' else '1' end || case when manufacturer is null then '0' else '1' end
    || case when model is null then '0' else '1' end || case when serial is null then '0' else '1' end
    || case when resolution is null then '0' else '1' end || case when installed_on is null then '0' else '1' end
    || case when update_method is null then '0' else '1' end || case when update_frequency is null then '0' else '1' end
    || case when using_units is null then '0' else '1' end || case when retention_days is null then '0' else '1' end;
-- holds all that counting needs
create index cameras_known on cameras (area, unit, source, known);

--changeset registry:stated-named
-- what a source still says is read without what it says
drop index stated_source;
create index stated_source on stated (source, layer, missing_at, camera, part);

--changeset registry:upstream
-- other registries that tell of their cameras: how far each has come, and what it said of each camera last, as a checksum
create table upstream_senders (
    source varchar(60) not null,
    stream varchar(200) not null,
    last_sequence bigint not null,
    told_at bigint not null,
    constraint upstream_senders_pk primary key (source)
);
create table upstream_cameras (
    source varchar(60) not null,
    camera varchar(40) not null,
    area varchar(5) not null,
    digest varchar(64) not null,
    constraint upstream_cameras_pk primary key (source, camera)
);
create index upstream_cameras_area on upstream_cameras (source, area, camera);

--changeset registry:unit-contact
alter table units add column contact_name varchar(200);
alter table units add column contact_duty varchar(200);
alter table units add column contact_phone varchar(30);
alter table units add column contact_email varchar(201);

--changeset registry:undo
-- what an import's source said before of the cameras that the import changed; nothing, if said is null
alter table imports add column kept_before boolean default false not null;
create table import_before (
    import_id bigint not null,
    camera varchar(12) not null,
    layer varchar(8) not null,
    part varchar(12) not null,
    said ${text},
    name_key varchar(300),
    address_key varchar(500),
    latitude varchar(40),
    longitude varchar(40),
    said_at bigint,
    missing_at bigint,
    constraint import_before_pk primary key (import_id, camera, layer, part)
);
create table import_words_before (
    import_id bigint not null,
    camera varchar(12) not null,
    part varchar(12) not null,
    kind varchar(8) not null,
    content varchar(200) not null,
    constraint import_words_before_pk primary key (import_id, camera, part, kind, content)
);

--changeset registry:upstream-withdrawals
-- what other registries withdrew within a day (import_id 0), and what of it waits for a person
create table upstream_withdrawals (
    source varchar(60) not null,
    camera varchar(40) not null,
    told_at bigint not null,
    import_id bigint not null,
    constraint upstream_withdrawals_pk primary key (source, camera)
);
create index upstream_withdrawals_import on upstream_withdrawals (import_id);

--changeset registry:camera-secrets
-- state secrets are found at once, and cameras counted without them from one index
create index cameras_secret on cameras (state_secret, id);
drop index cameras_known;
create index cameras_known on cameras (area, unit, source, known, state_secret);

--changeset registry:changed-on
-- the day on which the agency changed something; when it told the hub is kept with what is stated
alter table cameras add column changed_on varchar(10);

--changeset registry:recorder-of-a-list
-- on which recorder and channel a camera hangs by an agency's list
alter table cameras add column recorder_serial varchar(200);
alter table cameras add column recorder_channel varchar(100);
alter table cameras add column ip_address varchar(100);

--changeset registry:failed-imports
-- what could not be read as a whole was called applied, and stood before an older import that is to be undone
update imports set standing = 'FAILED'
where standing = 'APPLIED' and row_count = 0 and missing = 0 and findings like '%"severity":"ERROR"%';
