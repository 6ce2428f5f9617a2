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
