--liquibase formatted sql

-- The journal of events. Runs unchanged on Derby 10.16 and PostgreSQL 15.
-- Every instant (a column ending in _at) is a bigint: milliseconds since 1970-01-01T00:00:00Z.

--property name:text value:clob dbms:derby
--property name:text value:text dbms:postgresql

--changeset events:1
create table events_counter (
    last_sequence bigint not null,
    written_by varchar(40) not null,
    kept_bytes bigint not null
);
insert into events_counter (last_sequence, written_by, kept_bytes) values (0, '-', 0);
create table events_journal (
    sequence bigint not null,
    source varchar(60) not null,
    channel varchar(64),
    camera varchar(12),
    area varchar(5),
    event_type varchar(20) not null,
    phase varchar(8) not null,
    assumed boolean not null,
    device_at bigint,
    hub_at bigint not null,
    bytes integer not null,
    topic varchar(400) not null,
    payload ${text} not null,
    constraint events_journal_pk primary key (sequence)
);
create index events_journal_camera on events_journal (camera, sequence);
create index events_journal_source on events_journal (source, sequence);
create index events_journal_type on events_journal (event_type, sequence);
create index events_journal_area on events_journal (area, sequence);
create index events_journal_time on events_journal (hub_at, sequence);

--changeset events:2
create table events_source (
    source varchar(60) not null,
    kept_rows bigint not null,
    kept_bytes bigint not null,
    deliveries bigint not null,
    constraint events_source_pk primary key (source)
);
insert into events_source (source, kept_rows, kept_bytes, deliveries)
    select source, count(*), sum(cast(bytes as bigint)), 0 from events_journal group by source;
create table events_delivery (
    source varchar(60) not null,
    delivery bigint not null,
    hash varchar(64) not null,
    taken_at bigint not null,
    constraint events_delivery_pk primary key (source, delivery)
);
create unique index events_delivery_hash on events_delivery (source, hash);
create index events_delivery_taken on events_delivery (taken_at);

--changeset events:3
alter table events_journal add column sector varchar(40);
create table events_counting (
    counted_sequence bigint not null
);
insert into events_counting (counted_sequence) values (0);
create table events_count (
    span varchar(4) not null,
    start_at bigint not null,
    source varchar(60) not null,
    camera varchar(12) not null,
    event_type varchar(20) not null,
    area varchar(5) not null,
    sector varchar(40) not null,
    events bigint not null,
    constraint events_count_pk primary key (span, start_at, source, camera, event_type, area, sector)
);
create table events_span (
    span varchar(4) not null,
    kept_rows bigint not null,
    since_at bigint not null,
    constraint events_span_pk primary key (span)
);
insert into events_span (span, kept_rows, since_at) values ('DAY', 0, 0);
insert into events_span (span, kept_rows, since_at) values ('HOUR', 0, 0);
